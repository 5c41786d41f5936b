-- What digest logins (RFC 2617) are checked with. Made when a password or token is set, while it is known.

CREATE TABLE digest (
  login TEXT NOT NULL,  -- the name with which one signs in: of the user, or of the token
  secret BLOB NOT NULL, -- sealed hex of MD5(login:realm:password)
  user TEXT REFERENCES user (name) ON DELETE CASCADE,
  token TEXT REFERENCES token (id) ON DELETE CASCADE,
  CHECK ((user IS NULL) <> (token IS NULL))
) STRICT;

CREATE INDEX digest_login ON digest (login);
CREATE INDEX digest_user ON digest (user);
CREATE INDEX digest_token ON digest (token);
