-- Times are milliseconds since 1970.

CREATE TABLE user (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  password TEXT NOT NULL, -- Argon2id, PHC string form
  cameras TEXT            -- ids between spaces; NULL: all
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  secret BLOB PRIMARY KEY, -- SHA-256 of the cookie
  user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_user ON session (user, used);

CREATE TABLE token (
  id TEXT PRIMARY KEY,
  secret BLOB NOT NULL UNIQUE, -- SHA-256 of the token
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  remote TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE INDEX audit_at ON audit (at);
