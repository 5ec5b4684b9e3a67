-- Rows without meaning, for tests of rollups: dimensions of every kind, absent values, ties. All numbers follow
-- from the row's own, so that every run has the same rows. Names and keys of persons belong to nobody.

CREATE TABLE house (code text PRIMARY KEY, colour text);
CREATE TABLE slot ("row" integer NOT NULL, "column" text NOT NULL, PRIMARY KEY ("row", "column"));
CREATE TABLE visit (
  id text PRIMARY KEY,
  holder text NOT NULL CHECK (length(holder) = 12),
  record_key bigint NOT NULL,
  birth date NOT NULL,
  number integer,
  big bigint,
  price numeric(12, 2),
  rate double precision,
  name text,
  flag boolean,
  grade smallint,
  colour text CHECK (colour IN ('RED', 'GREEN', 'BLUE')),
  day date,
  at timestamptz NOT NULL,
  house_code text REFERENCES house (code),
  slot_row integer,
  slot_column text,
  province_code text,
  FOREIGN KEY (slot_row, slot_column) REFERENCES slot ("row", "column")
);
ALTER TABLE visit ENABLE ROW LEVEL SECURITY;
ALTER TABLE visit FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON visit TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY reader_rows ON visit FOR SELECT TO reference_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR province_code = ANY ((SELECT string_to_array(current_setting('lien_thong.provinces', true), ','))::text[])
);

INSERT INTO house
SELECT 'H' || n, CASE WHEN n % 4 <> 0 THEN (ARRAY['RED', 'GREEN', 'BLUE'])[1 + n % 3] END FROM generate_series(1, 9) n;
INSERT INTO slot SELECT r, c FROM generate_series(1, 3) r, unnest(ARRAY['a', 'b', 'c']) c;

-- Rows of the numbers from one to another: the tests add some later.
CREATE FUNCTION visits(first integer, last integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO visit
  SELECT
    'v' || n,
    '9010900' || lpad((n * 13 % 400)::text, 5, '0'),
    (n * 13 % 400 + 1)::bigint * 7919377 * 104729 % 4611686018427387847,
    date '1940-02-29' + n * 13 % 400 * 61,
    CASE WHEN n % 7 <> 0 THEN n * 37 % 19 - 9 END,
    CASE WHEN n % 6 <> 0 THEN 9007199254740993 + n * 13 % 8 END,
    CASE WHEN n % 9 <> 0 THEN (n * 31 % 2100 - 1000) / 4.0 END,
    CASE WHEN n % 8 <> 0 THEN (n * 29 % 17 - 8) / 3.0 END,
    CASE WHEN n % 10 <> 0 THEN (ARRAY['An', 'an', 'Ân', 'ăn', 'Đào'])[1 + n % 5] END,
    CASE WHEN n % 4 <> 0 THEN n % 3 = 0 END,
    CASE WHEN n % 5 <> 0 THEN n % 12 END,
    CASE WHEN n % 13 <> 0 THEN (ARRAY['RED', 'GREEN', 'BLUE'])[1 + n % 3] END,
    CASE WHEN n % 11 <> 0 THEN date '2025-12-20' + n * 5 % 120 END,
    timestamptz '2025-11-30T16:59:59.999999Z' + n * 7 % 3000 * interval '1 hour 7 minutes',
    CASE WHEN n % 5 <> 0 THEN 'H' || 1 + n % 9 END,
    CASE WHEN n % 6 <> 0 THEN 1 + n % 3 END,
    CASE WHEN n % 6 <> 0 THEN (ARRAY['a', 'b'])[1 + n % 2] END,
    CASE WHEN n % 4 <> 0 THEN (ARRAY['01', '24', '79'])[1 + n % 3] END
  FROM generate_series(first, last) n
$$;
SELECT visits(1, 2000);

GRANT SELECT ON house, slot, visit TO reference_reader;
