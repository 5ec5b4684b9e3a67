-- Rows without meaning, for tests: every type, absent values, ties, and names that are hard to compare.
-- All numbers follow from the row's own, so that every run has the same rows.

CREATE TABLE box (code text PRIMARY KEY, province_code text NOT NULL);
CREATE TABLE slot ("row" integer NOT NULL, "column" text NOT NULL, PRIMARY KEY ("row", "column"));
CREATE TABLE item (
  id text PRIMARY KEY,
  number integer,
  small smallint,
  big bigint,
  ratio double precision,
  price numeric(12, 2),
  name text,
  flag boolean,
  day date,
  at timestamptz,
  colour text CHECK (colour IN ('RED', 'GREEN', 'BLUE')),
  holder text CHECK (length(holder) = 12),
  token uuid NOT NULL,
  serial bigint,
  box_code text REFERENCES box (code),
  slot_row integer,
  slot_column text,
  province_code text,
  FOREIGN KEY (slot_row, slot_column) REFERENCES slot ("row", "column")
);
CREATE TABLE tag (
  item_id text NOT NULL REFERENCES item (id),
  label text NOT NULL,
  weight integer,
  PRIMARY KEY (item_id, label)
);

INSERT INTO box SELECT 'B' || n, CASE WHEN n % 3 = 0 THEN '24' ELSE '01' END FROM generate_series(1, 9) n;
INSERT INTO slot SELECT r, c FROM generate_series(1, 3) r, unnest(ARRAY['a', 'b', 'c']) c;
INSERT INTO item
SELECT
  'i' || lpad(n::text, 3, '0'),
  CASE WHEN n % 7 <> 0 THEN n * 37 % 19 - 9 END,
  CASE WHEN n % 5 <> 0 THEN n * 11 % 23 - 11 END,
  CASE WHEN n % 6 <> 0 THEN 9007199254740993 + n * 13 % 8 END,
  CASE WHEN n % 8 <> 0 THEN (n * 29 % 17 - 8) / 3.0 END,
  CASE WHEN n % 9 <> 0 THEN (n * 31 % 21 - 10) / 4.0 END,
  CASE WHEN n % 10 <> 0 THEN (ARRAY['An', 'an', 'Ân', 'ăn', 'Đào', 'a%b', 'a_b', 'a\b', 'a''b', '',
    'Hòa', 'Hoà', '𠀀', U&'a\FFFF'])[1 + n % 14] END,
  CASE WHEN n % 4 <> 0 THEN n % 3 = 0 END,
  CASE WHEN n % 11 <> 0 THEN date '2024-02-25' + n * 5 % 12 END,
  CASE WHEN n % 12 <> 0 THEN timestamptz '2026-10-31T16:59:58.000001Z' + n * 7 % 10 * interval '0.500001 s' END,
  CASE WHEN n % 13 <> 0 THEN (ARRAY['RED', 'GREEN', 'BLUE'])[1 + n % 3] END,
  CASE WHEN n % 5 <> 0 THEN '9010900000' || lpad((n % 20)::text, 2, '0') END,
  lpad(to_hex(n * 7919 % 1000), 32, '0')::uuid,
  CASE WHEN n % 9 <> 0 THEN n * 41 % 25 END,
  CASE WHEN n % 5 <> 0 THEN 'B' || 1 + n % 8 END,
  CASE WHEN n % 6 <> 0 THEN 1 + n % 3 END,
  CASE WHEN n % 6 <> 0 THEN (ARRAY['a', 'b'])[1 + n % 2] END,
  CASE WHEN n % 4 <> 0 THEN (ARRAY['01', '24', '79'])[1 + n % 3] END
FROM generate_series(1, 300) n;
INSERT INTO tag
SELECT 'i' || lpad(n::text, 3, '0'), 'l' || l, CASE WHEN (n + l) % 6 <> 0 THEN (n * l) % 7 END
FROM generate_series(1, 300) n, generate_series(1, 3) l WHERE n % 4 >= l;

GRANT SELECT ON box, slot, item, tag TO reference_reader;
