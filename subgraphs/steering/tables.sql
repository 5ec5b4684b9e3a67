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

-- tasks begin

-- A task with the five clarities: who answers for it, what is to be done, with which responsibility, when, with which
-- result. It is what its changes made of it (task_change); nothing else writes it.
CREATE TABLE task (
  id text COLLATE "C" NOT NULL CHECK (id ~ '^[A-Z0-9][A-Z0-9./-]{0,39}$'),
  -- Of the change that made it so.
  version integer NOT NULL CHECK (version > 0),
  parent_id text COLLATE "C",
  -- A post, not a name: "Director of the department of ...".
  person text NOT NULL CHECK (length(person) BETWEEN 1 AND 200),
  work text NOT NULL CHECK (length(work) BETWEEN 1 AND 500),
  responsibility text NOT NULL CHECK (length(responsibility) BETWEEN 1 AND 500),
  start_on date NOT NULL,
  due_on date NOT NULL,
  result text NOT NULL CHECK (length(result) BETWEEN 1 AND 500),
  -- What ordered it.
  basis text CHECK (length(basis) BETWEEN 1 AND 200),
  ministry text NOT NULL CHECK (ministry ~ '^[a-z][a-z0-9-]{0,29}$'),
  province_code text CHECK (province_code ~ '^[0-9]{2}$'),
  -- What was said of it; its status is computed (task_board).
  state text NOT NULL CHECK (state IN ('OPEN', 'DONE', 'CANCELLED')),
  done_on date,
  synthetic boolean NOT NULL,
  changed_at timestamptz NOT NULL,
  CHECK (due_on >= start_on),
  CHECK ((state = 'DONE') = (done_on IS NOT NULL)),
  CHECK (parent_id <> id)
);

CREATE TABLE task_evidence (
  task_id text COLLATE "C" NOT NULL,
  -- The version of the task that brought it.
  version integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('INDICATOR', 'DOCUMENT')),
  -- The condition: the indicator's value of an area and period reaches `wanted`, or its target where that is empty.
  indicator_code text,
  area_code text CHECK (area_code ~ '^(VN|[0-9]{2})$'),
  period text CHECK (period ~ '^[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?$'),
  wanted double precision CHECK (wanted NOT IN ('NaN', 'Infinity', '-Infinity')),
  document text CHECK (length(document) BETWEEN 1 AND 300),
  -- The version of the task that took it back; empty while it stands.
  withdrawn_version integer,
  CHECK ((kind = 'INDICATOR') = (indicator_code IS NOT NULL AND area_code IS NOT NULL AND period IS NOT NULL)),
  CHECK ((kind = 'DOCUMENT') = (document IS NOT NULL)),
  CHECK (kind = 'INDICATOR' OR num_nonnulls(indicator_code, area_code, period, wanted) = 0)
);

-- Every change of a task, for ever: who, when, by which request, and what. It is written by inserting into it alone.
CREATE TABLE task_change (
  task_id text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  kind text NOT NULL CHECK (kind IN ('CREATED', 'CHANGED', 'EVIDENCE_ADDED', 'EVIDENCE_WITHDRAWN')),
  -- The caller, or the imported file.
  actor text NOT NULL,
  -- The caller's own name for the change: whoever sends it twice changes once.
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 100),
  -- The request's id in the audit journal, or the imported file's SHA-256.
  request_id text NOT NULL,
  at timestamptz NOT NULL,
  detail jsonb NOT NULL CHECK (jsonb_typeof(detail) = 'object')
);

CREATE TABLE procedure (
  code text COLLATE "C" NOT NULL CHECK (code ~ '^[0-9]+[.][0-9]{6}$'),
  name_vi text NOT NULL,
  name_en text NOT NULL,
  ministry text NOT NULL,
  level text NOT NULL CHECK (level IN ('CENTRAL', 'PROVINCE', 'COMMUNE')),
  -- How far it is done online: all of it, some of it, none (42/2022/ND-CP, article 11).
  online text NOT NULL CHECK (online IN ('FULL', 'PARTIAL', 'NONE')),
  synthetic boolean NOT NULL
);

CREATE TABLE procedure_month (
  procedure_code text COLLATE "C" NOT NULL,
  province_code text NOT NULL,
  period text NOT NULL CHECK (period ~ '^[0-9]{4}-[0-9]{2}$'),
  received integer NOT NULL CHECK (received >= 0),
  received_online integer NOT NULL CHECK (received_online BETWEEN 0 AND received)
);

-- tasks end

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

-- tasks begin

ALTER TABLE task_change ADD PRIMARY KEY (task_id, version);
ALTER TABLE task_change ADD UNIQUE (actor, key);
ALTER TABLE task ADD PRIMARY KEY (id);
ALTER TABLE task ADD FOREIGN KEY (parent_id) REFERENCES task (id);
ALTER TABLE task ADD FOREIGN KEY (id, version) REFERENCES task_change (task_id, version)
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE task_evidence ADD PRIMARY KEY (task_id, version);
ALTER TABLE task_evidence ADD FOREIGN KEY (task_id) REFERENCES task (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE task_evidence ADD FOREIGN KEY (indicator_code) REFERENCES indicator (code);
ALTER TABLE procedure ADD PRIMARY KEY (code);
ALTER TABLE procedure_month ADD PRIMARY KEY (procedure_code, province_code, period);
ALTER TABLE procedure_month ADD FOREIGN KEY (procedure_code) REFERENCES procedure (code);

CREATE INDEX task_parent_id ON task (parent_id, id);
CREATE INDEX task_ministry ON task (ministry, id);
CREATE INDEX task_province_code ON task (province_code, id);
CREATE INDEX task_due_on ON task (due_on, id);
CREATE INDEX task_start_on ON task (start_on, id);
CREATE INDEX task_state ON task (state, id);
CREATE INDEX task_synthetic ON task (synthetic, id);
CREATE INDEX task_changed_at ON task (changed_at, id);
CREATE INDEX task_change_at ON task_change (at, task_id, version);
CREATE INDEX procedure_ministry ON procedure (ministry, code);
CREATE INDEX procedure_level ON procedure (level, code);
CREATE INDEX procedure_online ON procedure (online, code);
CREATE INDEX procedure_month_period ON procedure_month (period, province_code);

-- What a task's dates and evidence say of it. Pure: the day is given. `finished` is the day on which all evidence was
-- there; the last fifth of the time that a task has is the time in which it is at risk.
CREATE OR REPLACE FUNCTION task_status(state text, start_on date, due_on date, finished date, today date)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN state = 'CANCELLED' THEN 'CANCELLED'
    WHEN finished <= due_on THEN 'DONE'
    WHEN finished IS NOT NULL THEN 'DONE_LATE'
    WHEN today > due_on THEN 'OVERDUE'
    WHEN state = 'DONE' THEN 'REPORTED'
    WHEN today < start_on THEN 'NOT_STARTED'
    WHEN (due_on - today) * 5 <= due_on - start_on THEN 'AT_RISK'
    ELSE 'ON_TIME'
  END
$$;

-- Evidence, and whether its condition holds; empty where the value is not known.
CREATE OR REPLACE VIEW task_evidence_board AS
SELECT e.task_id, e.version, e.kind, e.indicator_code, e.area_code, e.period, e.document, e.withdrawn_version,
       coalesce(e.wanted, t.target) AS wanted, o.value AS observed,
       CASE WHEN e.kind = 'DOCUMENT' THEN true
         WHEN i.direction = 'DOWN' THEN o.value <= coalesce(e.wanted, t.target)
         ELSE o.value >= coalesce(e.wanted, t.target) END AS met,
       (o.as_of AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS observed_on
FROM task_evidence AS e
LEFT JOIN indicator AS i ON i.code = e.indicator_code
LEFT JOIN observation AS o ON o.indicator_code = e.indicator_code AND o.area_code = e.area_code
  AND o.period = e.period AND o.superseded_at IS NULL AND o.state = 'KNOWN'
LEFT JOIN LATERAL (
  SELECT target FROM indicator_target
  WHERE indicator_code = e.indicator_code AND area_code = e.area_code AND valid_from <= o.period_start
  ORDER BY valid_from DESC, indicator_version DESC LIMIT 1
) AS t ON true;

-- Conditions on indicators decide where there are any: whatever is reported, they must hold. Otherwise a task is done
-- when it is reported with a document.
CREATE OR REPLACE VIEW task_board AS
SELECT t.*, f.conditions, f.conditions_met, f.documents, f.finished_on,
       task_status(t.state, t.start_on, t.due_on, f.finished_on, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS status
FROM task AS t
CROSS JOIN LATERAL (
  SELECT conditions, conditions_met, documents,
         CASE WHEN conditions > 0 THEN CASE WHEN conditions_met = conditions THEN met_on END
           WHEN documents > 0 THEN t.done_on END AS finished_on
  FROM (
    SELECT count(*) FILTER (WHERE kind = 'INDICATOR')::int AS conditions,
           count(*) FILTER (WHERE kind = 'INDICATOR' AND met)::int AS conditions_met,
           count(*) FILTER (WHERE kind = 'DOCUMENT')::int AS documents,
           max(observed_on) FILTER (WHERE kind = 'INDICATOR' AND met) AS met_on
    FROM task_evidence_board WHERE task_id = t.id AND withdrawn_version IS NULL
  ) AS counted
) AS f;

-- A task and those above it, five levels at most, without a circle. 'LT002' is told to who asked for it.
CREATE OR REPLACE FUNCTION check_task_parents(task_id text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  above integer;
  below integer;
BEGIN
  WITH RECURSIVE up (id, depth) AS (
    SELECT parent_id, 1 FROM task WHERE id = task_id
    UNION ALL
    SELECT t.parent_id, depth + 1 FROM up JOIN task AS t ON t.id = up.id WHERE depth <= 6
  ) SELECT count(id) INTO above FROM up;
  WITH RECURSIVE down (id, depth) AS (
    SELECT task_id, 1
    UNION ALL
    SELECT t.id, depth + 1 FROM down JOIN task AS t ON t.parent_id = down.id WHERE depth <= 6
  ) SELECT max(depth) INTO below FROM down;
  IF above + below > 5 THEN
    RAISE EXCEPTION 'task: expected at most 5 levels, and none that is above itself' USING ERRCODE = 'LT002';
  END IF;
END
$$;

-- Carries out a change, or refuses it. Codes: LT001 the version is another, LT002 the change does not fit, LT003 there
-- is no such task, LT004 there is one already.
CREATE OR REPLACE FUNCTION apply_task_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  before task;
  after task;
  allowed text[] := CASE NEW.kind
    WHEN 'CREATED' THEN ARRAY['parent_id', 'person', 'work', 'responsibility', 'start_on', 'due_on', 'result', 'basis',
      'ministry', 'province_code', 'synthetic']
    WHEN 'CHANGED' THEN ARRAY['parent_id', 'person', 'work', 'responsibility', 'start_on', 'due_on', 'result', 'basis',
      'ministry', 'province_code', 'state', 'done_on']
    WHEN 'EVIDENCE_ADDED' THEN ARRAY['kind', 'indicator_code', 'area_code', 'period', 'wanted', 'document']
    ELSE ARRAY['evidence'] END;
BEGIN
  -- One after the other: a circle of parents takes two changes at once.
  PERFORM pg_advisory_xact_lock(hashtext('task_change'));
  IF EXISTS (SELECT FROM jsonb_object_keys(NEW.detail) AS name WHERE name <> ALL (allowed)) THEN
    RAISE EXCEPTION 'task: % does not take these fields', NEW.kind USING ERRCODE = 'LT002';
  END IF;
  NEW.at := clock_timestamp();
  IF EXISTS (SELECT FROM task_change AS c WHERE c.actor = NEW.actor AND c.key = NEW.key) THEN
    RAISE unique_violation USING MESSAGE = 'task: the key was used before';
  END IF;
  SELECT * INTO before FROM task WHERE id = NEW.task_id FOR UPDATE;
  IF NEW.kind = 'CREATED' THEN
    IF before.id IS NOT NULL THEN
      RAISE EXCEPTION 'task: there is one of this id' USING ERRCODE = 'LT004';
    END IF;
    IF NEW.version <> 1 THEN
      RAISE EXCEPTION 'task: expected version 1' USING ERRCODE = 'LT001';
    END IF;
    after := jsonb_populate_record(NULL::task, NEW.detail);
    after.id := NEW.task_id;
    after.state := 'OPEN';
    after.synthetic := coalesce(after.synthetic, false);
  ELSE
    IF before.id IS NULL THEN
      RAISE EXCEPTION 'task: there is none of this id' USING ERRCODE = 'LT003';
    END IF;
    IF NEW.version <> before.version + 1 THEN
      RAISE EXCEPTION 'task: its version is %', before.version USING ERRCODE = 'LT001';
    END IF;
    after := CASE NEW.kind WHEN 'CHANGED' THEN jsonb_populate_record(before, NEW.detail) ELSE before END;
  END IF;
  after.version := NEW.version;
  after.changed_at := NEW.at;
  IF NEW.kind = 'CREATED' THEN
    INSERT INTO task SELECT (after).*;
  ELSE
    UPDATE task SET (version, parent_id, person, work, responsibility, start_on, due_on, result, basis, ministry,
        province_code, state, done_on, changed_at)
      = (after.version, after.parent_id, after.person, after.work, after.responsibility, after.start_on, after.due_on,
        after.result, after.basis, after.ministry, after.province_code, after.state, after.done_on, after.changed_at)
    WHERE id = NEW.task_id;
  END IF;
  IF NEW.detail ? 'parent_id' THEN
    PERFORM check_task_parents(NEW.task_id);
  END IF;
  IF NEW.kind = 'EVIDENCE_ADDED' THEN
    INSERT INTO task_evidence SELECT (jsonb_populate_record(NULL::task_evidence,
      NEW.detail || jsonb_build_object('task_id', NEW.task_id, 'version', NEW.version))).*;
  ELSIF NEW.kind = 'EVIDENCE_WITHDRAWN' THEN
    UPDATE task_evidence SET withdrawn_version = NEW.version
    WHERE task_id = NEW.task_id AND version = (NEW.detail ->> 'evidence')::int AND withdrawn_version IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'task: there is no such evidence' USING ERRCODE = 'LT002';
    END IF;
  END IF;
  RETURN NEW;
END
$$;

-- Tasks and evidence change by changes alone.
CREATE OR REPLACE FUNCTION keep_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION '%: expected a row of task_change', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER task_change_applied BEFORE INSERT ON task_change
  FOR EACH ROW EXECUTE FUNCTION apply_task_change();
CREATE TRIGGER task_change_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON task_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER task_kept BEFORE INSERT OR UPDATE ON task
  FOR EACH STATEMENT EXECUTE FUNCTION keep_task();
CREATE TRIGGER task_stays BEFORE DELETE OR TRUNCATE ON task
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER task_evidence_kept BEFORE INSERT OR UPDATE ON task_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION keep_task();
CREATE TRIGGER task_evidence_stays BEFORE DELETE OR TRUNCATE ON task_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT ON task_board, task_evidence_board, task_change, procedure, procedure_month TO steering_reader;

-- Who writes may add changes, and nothing else. Without this role tasks are read and not changed.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'steering_writer') THEN
    REVOKE ALL ON FUNCTION apply_task_change() FROM PUBLIC;
    GRANT SELECT ON task_change, task_board TO steering_writer;
    GRANT INSERT (task_id, version, kind, actor, key, request_id, detail) ON task_change TO steering_writer;
  END IF;
END
$$;

-- tasks end
