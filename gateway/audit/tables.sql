-- The audit journal. Its owner makes it; the gateway writes as gateway_writer, which may insert and do
-- nothing else; inspectors read as oversight_reader.

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
GRANT INSERT ON audit.record, audit.person TO gateway_writer;
GRANT EXECUTE ON FUNCTION audit.ensure_partitions(), audit.head(text) TO gateway_writer;
GRANT SELECT ON audit.record, audit.person, audit.retained TO oversight_reader;

SELECT audit.ensure_partitions();
