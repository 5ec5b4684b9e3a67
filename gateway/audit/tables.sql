-- The audit journal. Its owner makes it; the gateway writes as gateway_writer, which may insert and do
-- nothing else; inspectors read as oversight_reader, and add findings as oversight_writer.

CREATE SCHEMA IF NOT EXISTS audit;

-- One row a record. body is the text that hash stands over, to the letter (json keeps it); every other
-- column is taken from it. Partitions hold a month (UTC).
CREATE TABLE IF NOT EXISTS audit.record (
  chain uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  hash bytea NOT NULL,
  body json NOT NULL,
  kind text NOT NULL GENERATED ALWAYS AS (body ->> 'kind') STORED,
  id uuid GENERATED ALWAYS AS ((body ->> 'id')::uuid) STORED,
  caller text GENERATED ALWAYS AS (body ->> 'caller') STORED,
  gateway text GENERATED ALWAYS AS (body ->> 'gateway') STORED,
  PRIMARY KEY (chain, seq, at)
) PARTITION BY RANGE (at);
-- What became of a request.
CREATE INDEX IF NOT EXISTS record_id ON audit.record (id);
-- What a caller asked between two moments, and everything asked between them.
CREATE INDEX IF NOT EXISTS record_caller ON audit.record (caller, at) WHERE kind = 'request';
CREATE INDEX IF NOT EXISTS record_at ON audit.record (at) WHERE kind = 'request';
-- What was asked under a purpose for emergencies, for review.
CREATE INDEX IF NOT EXISTS record_emergency ON audit.record (at, id)
  WHERE kind = 'request' AND body ->> 'emergency' = 'true';
-- The requests of a run of a scenario.
CREATE INDEX IF NOT EXISTS record_scenario ON audit.record ((body -> 'scenario' ->> 'run'))
  WHERE kind = 'request' AND body -> 'scenario' IS NOT NULL;
-- The chains of a gateway.
CREATE INDEX IF NOT EXISTS record_start ON audit.record (gateway, at) WHERE kind = 'start';

-- Whose records an answer held: the keyed hash of the person, the moment and id of the request, and the
-- classes of data that the ministry showed of this person.
CREATE TABLE IF NOT EXISTS audit.person (
  person text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  id uuid NOT NULL,
  ministry text COLLATE "C" NOT NULL,
  classes text[] NOT NULL,
  PRIMARY KEY (person, at, id, ministry)
) PARTITION BY RANGE (at);

-- Everything of a period: rows come in the order of time.
CREATE INDEX IF NOT EXISTS person_at ON audit.person USING brin (at);

-- Where a chain begins whose first records were dropped by policy, signed.
CREATE TABLE IF NOT EXISTS audit.retained (
  chain uuid PRIMARY KEY,
  jws text NOT NULL
);

-- What was said when a scenario was run: who, why, where. The SHA-256 of body, to the letter, stands in the records of
-- its requests.
CREATE TABLE IF NOT EXISTS audit.scenario_run (
  run uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  body json NOT NULL
);
CREATE INDEX IF NOT EXISTS scenario_run_at ON audit.scenario_run (at, run);

-- What an inspector found of an emergency access: of a run, or of a request that is no step of one. Rows are added by
-- audit.add_review alone.
CREATE TABLE IF NOT EXISTS audit.review (
  subject uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  at timestamptz NOT NULL DEFAULT now(),
  reviewer text NOT NULL,
  finding text NOT NULL CHECK (finding IN ('JUSTIFIED', 'NOT_JUSTIFIED', 'NEEDS_EXPLANATION')),
  note text NOT NULL CHECK (char_length(note) BETWEEN 1 AND 1000),
  key text NOT NULL,
  request_id text NOT NULL,
  PRIMARY KEY (subject, version),
  UNIQUE (reviewer, key)
);

-- The emergency accesses that await review, or were reviewed: one row a run, and one for each other request; of a file its
-- first page stands for all. A run whose statement is gone is still there by its requests.
CREATE OR REPLACE VIEW audit.emergency AS
  SELECT s.run AS id, s.at, true AS is_run, s.body ->> 'caller' AS caller, s.body ->> 'person' AS person
  FROM audit.scenario_run AS s
  UNION ALL
  SELECT (r.body -> 'scenario' ->> 'run')::uuid, min(r.at), true, min(r.caller), min(r.body ->> 'person')
  FROM audit.record AS r
  WHERE r.kind = 'request' AND r.body -> 'scenario' IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM audit.scenario_run AS s WHERE s.run = (r.body -> 'scenario' ->> 'run')::uuid
    )
  GROUP BY 1
  UNION ALL
  SELECT r.id, r.at, false, r.caller, r.body ->> 'person'
  FROM audit.record AS r
  WHERE r.kind = 'request' AND r.body ->> 'emergency' = 'true' AND r.body -> 'scenario' IS NULL
    AND coalesce(r.body -> 'export' ->> 'page', '1') = '1';

-- Adds a finding, or answers the one that the same reviewer added under the same key. Nobody reviews their own access:
-- reviewers are the names, and persons the hashes, under which the journal may hold whoever reviews.
CREATE OR REPLACE FUNCTION audit.add_review(
  wanted uuid, after integer, reviewers text[], persons text[], judged text, said text, own_key text, asked text
) RETURNS TABLE (version integer, at timestamptz, repeated boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  known audit.emergency;
  present integer;
  before audit.review;
BEGIN
  SELECT * INTO before FROM audit.review AS w WHERE w.reviewer = reviewers[1] AND w.key = own_key;
  IF before.subject IS NOT NULL THEN
    IF (before.subject, before.version, before.finding, before.note) IS DISTINCT FROM (wanted, after + 1, judged, said) THEN
      RAISE EXCEPTION 'another change' USING ERRCODE = 'LT004';
    END IF;
    RETURN QUERY SELECT before.version, before.at, true;
    RETURN;
  END IF;
  SELECT * INTO known FROM audit.emergency AS e WHERE e.id = wanted;
  IF known.id IS NULL THEN
    RAISE EXCEPTION 'no such access' USING ERRCODE = 'LT003';
  END IF;
  -- The name of a credential may hold the hash of its person.
  IF known.caller = ANY (reviewers) OR known.person = ANY (persons)
    OR EXISTS (SELECT FROM unnest(persons) AS one (person) WHERE strpos(known.caller, one.person) > 0) THEN
    RAISE EXCEPTION 'own access' USING ERRCODE = 'LT005';
  END IF;
  SELECT coalesce(max(w.version), 0) INTO present FROM audit.review AS w WHERE w.subject = wanted;
  IF present <> after THEN
    RAISE EXCEPTION 'version %', present USING ERRCODE = 'LT001';
  END IF;
  RETURN QUERY INSERT INTO audit.review AS w (subject, version, reviewer, finding, note, key, request_id)
    VALUES (wanted, after + 1, reviewers[1], judged, said, own_key, asked)
    RETURNING w.version, w.at, false;
EXCEPTION WHEN unique_violation THEN
  -- The same finding, sent twice at once.
  SELECT * INTO before FROM audit.review AS w WHERE w.reviewer = reviewers[1] AND w.key = own_key
    AND (w.subject, w.version, w.finding, w.note) = (wanted, after + 1, judged, said);
  IF before.subject IS NOT NULL THEN
    RETURN QUERY SELECT before.version, before.at, true;
    RETURN;
  END IF;
  SELECT coalesce(max(w.version), 0) INTO present FROM audit.review AS w WHERE w.subject = wanted;
  RAISE EXCEPTION 'version %', present USING ERRCODE = 'LT001';
END
$$;

-- Partitions of this month and the next, for both tables. As the owner: a writer makes no tables. The
-- month before is made too, for a request at its last moment.
CREATE OR REPLACE FUNCTION audit.ensure_partitions() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
  first timestamp;
  part text;
BEGIN
  FOR ahead IN -1..1 LOOP
    first := month + make_interval(months => ahead);
    FOREACH part IN ARRAY ARRAY['record', 'person'] LOOP
      IF to_regclass(format('audit.%s_%s', part, to_char(first, 'YYYY_MM'))) IS NULL THEN
        EXECUTE format(
          'CREATE TABLE IF NOT EXISTS audit.%I PARTITION OF audit.%I FOR VALUES FROM (%L) TO (%L)',
          part || '_' || to_char(first, 'YYYY_MM'),
          part,
          to_char(first, 'YYYY-MM-DD') || ' 00:00:00+00',
          to_char(first + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00'
        );
      END IF;
    END LOOP;
  END LOOP;
END
$$;

-- Where the last chain of a gateway ends; no row when it has none. A writer reads nothing else.
CREATE OR REPLACE FUNCTION audit.head(name text) RETURNS TABLE (chain text, seq text, hash text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.chain::text, r.seq::text, encode(r.hash, 'hex'), r.at FROM audit.record AS r
  WHERE r.chain = (
    SELECT s.chain FROM audit.record AS s WHERE s.kind = 'start' AND s.gateway = name
    ORDER BY s.at DESC LIMIT 1
  )
  ORDER BY r.seq DESC LIMIT 1
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO gateway_writer, oversight_reader;
GRANT INSERT ON audit.record, audit.person, audit.scenario_run TO gateway_writer;
GRANT EXECUTE ON FUNCTION audit.ensure_partitions(), audit.head(text) TO gateway_writer;
GRANT SELECT ON audit.record, audit.person, audit.retained, audit.scenario_run, audit.review, audit.emergency TO oversight_reader;

-- Who reviews may add findings, and nothing else. Without this role emergencies are listed and not reviewed.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'oversight_writer') THEN
    GRANT USAGE ON SCHEMA audit TO oversight_writer;
    GRANT EXECUTE ON FUNCTION audit.add_review(uuid, integer, text[], text[], text, text, text, text)
      TO oversight_writer;
  END IF;
END
$$;

SELECT audit.ensure_partitions();
