-- Clicks: one row per followed link. No address, no cookie, no full user agent: nothing here
-- tells one visitor from another.
CREATE TABLE clicks (
    id       INTEGER PRIMARY KEY,
    code     TEXT NOT NULL REFERENCES links (code) ON DELETE CASCADE,
    at       INTEGER NOT NULL,
    referrer TEXT NOT NULL DEFAULT '',
    browser  TEXT NOT NULL DEFAULT 'other'
) STRICT;

-- Covers the counts per link and per day.
CREATE INDEX clicks_by_link ON clicks (code, at);
