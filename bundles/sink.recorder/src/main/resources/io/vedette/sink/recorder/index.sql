-- A cache of the recordings: can be deleted at any time. Times are ms since the epoch, UTC.
CREATE TABLE IF NOT EXISTS segment (
  disk TEXT NOT NULL,          -- id of the folder
  path TEXT NOT NULL,          -- in the folder
  camera TEXT NOT NULL,
  profile TEXT NOT NULL,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  run TEXT NOT NULL,
  start_dts INTEGER NOT NULL,  -- ticks of 1/90000 s since the run began
  end_dts INTEGER NOT NULL,
  size INTEGER NOT NULL,       -- bytes of the file
  tracks TEXT NOT NULL,        -- codecs and parameter sets in short
  keys BLOB NOT NULL,          -- per key picture: ms after start (4 bytes), offset in the file (8)
  PRIMARY KEY (disk, path)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS segment_stream ON segment (camera, profile, start_ms);
CREATE INDEX IF NOT EXISTS segment_camera ON segment (camera, start_ms, size);
CREATE INDEX IF NOT EXISTS segment_disk ON segment (disk, start_ms);
CREATE TABLE IF NOT EXISTS gap (
  camera TEXT NOT NULL,
  profile TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,      -- 9223372036854775807 while it lasts
  cause TEXT NOT NULL,
  PRIMARY KEY (camera, profile, from_ms)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS disk (path TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS life (one INTEGER PRIMARY KEY CHECK (one = 1), alive_ms INTEGER NOT NULL);
