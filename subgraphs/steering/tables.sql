-- The government office's own database: indicators, their targets, and what was observed of them.
-- No row is about a person, so there is no row-level security here. History is never overwritten: what is stored stays,
-- a newer value is another row, and triggers hold it against the tables' owner too.

CREATE TABLE indicator (
  code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]{0,29}[.][a-z][a-z0-9-]{0,59}$'),
  -- Counts up with every change of the definition; indicator_version keeps them all.
  version integer NOT NULL CHECK (version > 0),
  name_vi text NOT NULL CHECK (name_vi <> ''),
  name_en text NOT NULL CHECK (name_en <> ''),
  description_vi text NOT NULL,
  description_en text NOT NULL,
  unit_vi text NOT NULL,
  unit_en text NOT NULL,
  frequency text NOT NULL CHECK (frequency IN ('DAY', 'MONTH', 'QUARTER', 'YEAR')),
  -- The ministry that answers for it.
  owner text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('UP', 'DOWN', 'NEUTRAL')),
  -- How values of several areas become one: a ratio is the sum of numerators over the sum of denominators.
  rule text NOT NULL CHECK (rule IN ('SUM', 'RATIO', 'NONE')),
  -- What a ratio is multiplied by: 100 for percent.
  scale double precision NOT NULL CHECK (scale > 0),
  decimals integer NOT NULL CHECK (decimals BETWEEN 0 AND 6),
  -- Whether numerator counts some of what the denominator counts.
  share boolean NOT NULL CHECK (NOT share OR rule = 'RATIO'),
  by_province boolean NOT NULL,
  method text NOT NULL CHECK (method IN ('REPORT', 'IMPORT')),
  -- The saved report, SHA-256 of its document, and the paths of its values below the answer and below each province.
  report text,
  report_digest text,
  numerator_path text,
  denominator_path text,
  -- Hours after which a value that was not confirmed anew is late.
  freshness_hours integer NOT NULL CHECK (freshness_hours > 0),
  CHECK ((method = 'REPORT') = (report IS NOT NULL AND report_digest IS NOT NULL AND numerator_path IS NOT NULL)),
  CHECK (method <> 'REPORT' OR (rule = 'RATIO') = (denominator_path IS NOT NULL))
);

CREATE TABLE indicator_version (
  indicator_code text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  recorded_at timestamptz NOT NULL,
  definition jsonb NOT NULL
);

-- In force for periods that begin on valid_from or later, until the next of the same area; a later version of the
-- definition says it anew.
CREATE TABLE indicator_target (
  indicator_code text NOT NULL,
  indicator_version integer NOT NULL CHECK (indicator_version > 0),
  -- VN is the nation; otherwise a province's code.
  area_code text NOT NULL CHECK (area_code ~ '^(VN|[0-9]{2})$'),
  valid_from date NOT NULL,
  target double precision NOT NULL,
  warning double precision,
  alert double precision
);

CREATE TABLE observation (
  -- INDICATOR/AREA/PERIOD/REVISION
  id text COLLATE "C" NOT NULL,
  indicator_code text NOT NULL,
  -- Of the definition that it was made by.
  indicator_version integer NOT NULL CHECK (indicator_version > 0),
  -- ISO 8601: 2026, 2026-Q3, 2026-10, 2026-10-31.
  period text NOT NULL CHECK (period ~ '^[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?$'),
  -- Counts up with every value of the same indicator, area and period, from 1.
  revision integer NOT NULL CHECK (revision > 0),
  period_start date NOT NULL,
  area_code text NOT NULL CHECK (area_code ~ '^(VN|[0-9]{2})$'),
  province_code text GENERATED ALWAYS AS (nullif(area_code, 'VN')) STORED,
  -- Empty where it is not known: state says why.
  value double precision CHECK (value NOT IN ('NaN', 'Infinity', '-Infinity')),
  numerator double precision CHECK (numerator NOT IN ('NaN', 'Infinity', '-Infinity')),
  denominator double precision CHECK (denominator NOT IN ('NaN', 'Infinity', '-Infinity')),
  status text NOT NULL CHECK (status IN ('PRELIMINARY', 'REVISED', 'FINAL')),
  state text NOT NULL CHECK (state IN ('KNOWN', 'SUPPRESSED', 'FAILED', 'UNDEFINED')),
  reason text,
  -- What the value says is as of this moment; confirmed_at is when it was last found to be so.
  as_of timestamptz NOT NULL,
  confirmed_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- When a newer value took its place; empty for the present one.
  superseded_at timestamptz,
  current boolean NOT NULL GENERATED ALWAYS AS (superseded_at IS NULL) STORED,
  revision_of text COLLATE "C",
  method text NOT NULL CHECK (method IN ('REPORT', 'IMPORT')),
  -- The request's id in the audit journal, or the imported file's SHA-256.
  query_id text NOT NULL,
  sources text[] NOT NULL,
  synthetic boolean NOT NULL,
  -- By source, what was known of its data's quality when it answered; empty where nothing was told.
  quality jsonb,
  CHECK ((state = 'KNOWN') = (value IS NOT NULL)),
  CHECK (state IN ('KNOWN', 'UNDEFINED') OR reason IS NOT NULL)
);

-- after load

ALTER TABLE indicator ADD PRIMARY KEY (code);
ALTER TABLE indicator_version ADD PRIMARY KEY (indicator_code, version);
ALTER TABLE indicator_target ADD PRIMARY KEY (indicator_code, area_code, valid_from, indicator_version);
ALTER TABLE observation ADD PRIMARY KEY (id);

ALTER TABLE indicator_version ADD FOREIGN KEY (indicator_code) REFERENCES indicator (code);
ALTER TABLE indicator_target ADD FOREIGN KEY (indicator_code, indicator_version)
  REFERENCES indicator_version (indicator_code, version);
ALTER TABLE observation ADD FOREIGN KEY (indicator_code, indicator_version)
  REFERENCES indicator_version (indicator_code, version);
ALTER TABLE observation ADD FOREIGN KEY (revision_of) REFERENCES observation (id);

CREATE INDEX indicator_owner ON indicator (owner, code);
CREATE INDEX indicator_frequency ON indicator (frequency, code);
CREATE INDEX indicator_method ON indicator (method, code);
CREATE INDEX indicator_name_vi ON indicator (name_vi, code);
CREATE INDEX indicator_name_en ON indicator (name_en, code);
CREATE UNIQUE INDEX observation_present ON observation (indicator_code, area_code, period)
  WHERE superseded_at IS NULL;
CREATE INDEX observation_series ON observation (indicator_code, area_code, period_start, id);
CREATE INDEX observation_area_code ON observation (area_code, id);
CREATE INDEX observation_province_code ON observation (province_code, id);
CREATE INDEX observation_period ON observation (period, id);
CREATE INDEX observation_period_start ON observation (period_start, id);
CREATE INDEX observation_status ON observation (status, id);
CREATE INDEX observation_state ON observation (state, id);
CREATE INDEX observation_recorded_at ON observation (recorded_at, id);
CREATE INDEX observation_as_of ON observation (as_of, id);
CREATE INDEX observation_current ON observation (current, id);
CREATE INDEX observation_synthetic ON observation (synthetic, id);
CREATE UNIQUE INDEX observation_revision_of ON observation (revision_of);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: history is not changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- A new definition is the next version, and every version is kept.
CREATE OR REPLACE FUNCTION keep_indicator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.code <> OLD.code OR NEW.version <> OLD.version + 1) THEN
    RAISE EXCEPTION 'indicator: expected version % of %, got %', OLD.version + 1, OLD.code, NEW.version
      USING ERRCODE = 'restrict_violation';
  END IF;
  INSERT INTO indicator_version (indicator_code, version, recorded_at, definition)
  VALUES (NEW.code, NEW.version, now(), to_jsonb(NEW));
  RETURN NULL;
END
$$;

-- A newer value of the same indicator, area and period takes the place of the present one.
CREATE OR REPLACE FUNCTION supersede_observation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF num_nonnulls(NEW.id, NEW.revision, NEW.superseded_at, NEW.revision_of) > 0 THEN
    RAISE EXCEPTION 'observation: revisions are numbered and linked by the database'
      USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE observation SET superseded_at = greatest(NEW.recorded_at, recorded_at)
  WHERE indicator_code = NEW.indicator_code AND area_code = NEW.area_code AND period = NEW.period
    AND superseded_at IS NULL
  RETURNING id, revision + 1 INTO NEW.revision_of, NEW.revision;
  NEW.revision := coalesce(NEW.revision, 1);
  NEW.id := concat_ws('/', NEW.indicator_code, NEW.area_code, NEW.period, NEW.revision);
  RETURN NEW;
END
$$;

-- Of a row that is there, two moments alone may change: the end of its being present, once, and its last confirmation.
CREATE OR REPLACE FUNCTION keep_observation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved observation := NEW;
BEGIN
  moved.superseded_at := OLD.superseded_at;
  moved.confirmed_at := OLD.confirmed_at;
  -- A stored column is computed after this.
  moved.current := OLD.current;
  moved.province_code := OLD.province_code;
  IF moved IS DISTINCT FROM OLD OR NEW.confirmed_at < OLD.confirmed_at
    OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at) THEN
    RAISE EXCEPTION 'observation: history is not changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER indicator_kept AFTER INSERT OR UPDATE ON indicator
  FOR EACH ROW EXECUTE FUNCTION keep_indicator();
CREATE TRIGGER indicator_stays BEFORE DELETE OR TRUNCATE ON indicator
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER indicator_version_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER indicator_target_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON indicator_target
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER observation_supersedes BEFORE INSERT ON observation
  FOR EACH ROW EXECUTE FUNCTION supersede_observation();
CREATE TRIGGER observation_kept BEFORE UPDATE ON observation
  FOR EACH ROW EXECUTE FUNCTION keep_observation();
CREATE TRIGGER observation_stays BEFORE DELETE OR TRUNCATE ON observation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT ON indicator, indicator_version, indicator_target, observation TO steering_reader;
