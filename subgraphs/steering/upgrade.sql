-- What tables.sql says otherwise than an earlier version of it, for tables that hold history and are therefore not made
-- anew. Every statement may be repeated.

ALTER TABLE observation ADD COLUMN IF NOT EXISTS quality jsonb;
CREATE INDEX IF NOT EXISTS observation_recorded_at ON observation (recorded_at, id);
