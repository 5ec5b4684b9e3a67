-- Saved reports, beside the registry and written by the same role, registry_writer: versions are added and never
-- rewritten, archiving one is another version.

CREATE SCHEMA IF NOT EXISTS reports;

-- What somebody saved: the whole report each time. The owner is the first version's author.
CREATE TABLE IF NOT EXISTS reports.version (
  report text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  at timestamptz NOT NULL DEFAULT now(),
  author text NOT NULL,
  author_agency text,
  message text,
  owner text NOT NULL,
  owner_agency text,
  shared text[] NOT NULL,
  archived boolean NOT NULL,
  -- Titles, descriptions and id in small letters without diacritics.
  search text NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (report, version)
);
CREATE INDEX IF NOT EXISTS version_owner ON reports.version (owner, report) WHERE version = 1;

-- Which version is run when, as whom. One a report.
CREATE TABLE IF NOT EXISTS reports.schedule (
  report text COLLATE "C" PRIMARY KEY,
  version integer NOT NULL,
  owner text NOT NULL,
  -- Roles, agency and codes of the owner's token when it was set.
  caller json NOT NULL,
  timing json NOT NULL,
  variables json NOT NULL,
  set_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  next_at timestamptz NOT NULL,
  -- Until when a gateway that took it is waited for.
  claimed_until timestamptz,
  -- Why it rests until it is set again.
  stopped text,
  FOREIGN KEY (report, version) REFERENCES reports.version
);
CREATE INDEX IF NOT EXISTS schedule_next ON reports.schedule (next_at);

-- What came of runs; the oldest go.
CREATE TABLE IF NOT EXISTS reports.run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  report text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('ok', 'partial', 'failed')),
  codes text[] NOT NULL,
  -- What it could read: who looks at the result holds at least that.
  grants json NOT NULL,
  variables json NOT NULL,
  bytes integer NOT NULL,
  result text,
  FOREIGN KEY (report, version) REFERENCES reports.version
);
CREATE INDEX IF NOT EXISTS run_report ON reports.run (report, id);

GRANT USAGE ON SCHEMA reports TO registry_writer;
GRANT SELECT, INSERT ON reports.version TO registry_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON reports.schedule TO registry_writer;
GRANT SELECT, INSERT, DELETE ON reports.run TO registry_writer;
