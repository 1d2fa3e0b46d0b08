-- Links: one row per short code. Times are Unix seconds in UTC.
CREATE TABLE links (
    code       TEXT PRIMARY KEY CHECK (length(code) BETWEEN 3 AND 32),
    url        TEXT NOT NULL CHECK (length(url) <= 2048),
    is_custom  INTEGER NOT NULL DEFAULT 0 CHECK (is_custom IN (0, 1)),
    created_at INTEGER NOT NULL,
    expires_at INTEGER CHECK (expires_at IS NULL OR expires_at > created_at)
) STRICT, WITHOUT ROWID;

-- The admin listing reads newest first and pages by (created_at, code).
CREATE INDEX links_by_age ON links (created_at DESC, code);

-- Purging looks only at links that can expire, which are few.
CREATE INDEX links_by_expiry ON links (expires_at) WHERE expires_at IS NOT NULL;
