-- The national population database, as far as reports need it: Law on Identification 26/2023/QH15, Art 9.
-- Codes of provinces, communes and ethnic groups are those of the shared catalogues (another database).

CREATE TABLE household (
  id text NOT NULL CHECK (id <> ''),
  -- Residence file number (số hồ sơ cư trú), clause 20.
  file_number text NOT NULL,
  -- No foreign key: the register holds households whose head is missing or unknown.
  head_pin text CHECK (length(head_pin) = 12),
  member_count integer NOT NULL CHECK (member_count >= 0),
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  -- The head's (docs/schema.md); of the lowest number where there is no head.
  record_key bigint NOT NULL
);

CREATE TABLE person (
  pin text NOT NULL CHECK (pin ~ '^[0-9]{12}$'),
  full_name text NOT NULL CHECK (full_name <> ''),
  other_name text,
  birth_date date NOT NULL,
  sex text NOT NULL CHECK (sex IN ('MALE', 'FEMALE', 'UNDETERMINED')),
  -- Three digits of the catalogue pin_prefix ('001' = Hà Nội before the mergers). Synthetic personal
  -- numbers write 9 in place of its first digit, so that none can belong to a living person.
  birth_registration_prefix text NOT NULL CHECK (length(birth_registration_prefix) = 3),
  ethnicity_code text CHECK (length(ethnicity_code) = 2),
  -- ISO 3166-1 alpha-3.
  nationality text NOT NULL CHECK (length(nationality) = 3),
  marital_status text NOT NULL CHECK (marital_status IN
    ('NEVER_MARRIED', 'MARRIED', 'DIVORCED', 'WIDOWED', 'SEPARATED', 'UNKNOWN')),
  household_id text,
  relation_to_head text CHECK (relation_to_head IN
    ('HEAD', 'SPOUSE', 'CHILD', 'PARENT', 'GRANDPARENT', 'GRANDCHILD', 'SIBLING', 'OTHER')),
  is_head boolean NOT NULL,
  -- Permanent residence (clause 16).
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  registered_since date NOT NULL,
  deceased_on date CHECK (deceased_on >= birth_date),
  -- Numbers cancelled when birth date or sex was corrected (Decree 70/2024). Not published.
  previous_pins text[] NOT NULL DEFAULT '{}',
  -- Secret number of the person, for disclosure control alone (docs/schema.md).
  record_key bigint NOT NULL,
  -- When the row was last written; passes over changed rows start from it. What is loaded is of the data's own day, so that
  -- the same seed gives the same rows.
  changed_at timestamptz NOT NULL DEFAULT '2026-11-01 00:00+07'
);

-- after load

ALTER TABLE household ADD PRIMARY KEY (id);
ALTER TABLE person ADD PRIMARY KEY (pin);
ALTER TABLE person ADD FOREIGN KEY (household_id) REFERENCES household (id);

CREATE INDEX household_file_number ON household (file_number, id);
CREATE INDEX household_head_pin ON household (head_pin);
CREATE INDEX household_member_count ON household (member_count, id);
CREATE INDEX household_province_code ON household (province_code, member_count, id);
CREATE INDEX household_commune_code ON household (commune_code, member_count, id);

CREATE INDEX person_household_id ON person (household_id, pin);
CREATE INDEX person_full_name ON person (full_name, pin);
CREATE INDEX person_birth_date ON person (birth_date, pin);
CREATE INDEX person_sex ON person (sex, birth_date, pin);
CREATE INDEX person_ethnicity_code ON person (ethnicity_code, pin);
CREATE INDEX person_marital_status ON person (marital_status, pin);
CREATE INDEX person_birth_registration_prefix ON person (birth_registration_prefix, pin);
CREATE INDEX person_province_code ON person (province_code, birth_date, pin);
CREATE INDEX person_commune_code ON person (commune_code, birth_date, pin);
CREATE INDEX person_registered_since ON person (registered_since, pin);
CREATE INDEX person_deceased_on ON person (deceased_on, pin);

CREATE INDEX person_changed_at ON person (changed_at);
ALTER TABLE person ALTER COLUMN changed_at SET DEFAULT now();

-- Whatever writes a row dates it: a change that is not dated would not be judged.
CREATE OR REPLACE FUNCTION date_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER dated BEFORE INSERT OR UPDATE ON person FOR EACH ROW EXECUTE FUNCTION date_change();

ALTER TABLE household ENABLE ROW LEVEL SECURITY;
ALTER TABLE household FORCE ROW LEVEL SECURITY;
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;

CREATE POLICY owner_all ON household TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON person TO CURRENT_USER USING (true) WITH CHECK (true);

-- A setting that is missing or empty opens nothing. The sub-selects on settings are evaluated once a
-- statement. Those on other tables are scalar and not EXISTS, which the server would plan twice, nested
-- ones four times, and might answer by hashing the whole other table.
CREATE POLICY reader_rows ON person FOR SELECT TO population_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
  OR province_code = ANY ((SELECT string_to_array(current_setting('lien_thong.provinces', true), ','))::text[])
  OR commune_code = ANY ((SELECT string_to_array(current_setting('lien_thong.communes', true), ','))::text[])
);

CREATE POLICY reader_rows ON household FOR SELECT TO population_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR province_code = ANY ((SELECT string_to_array(current_setting('lien_thong.provinces', true), ','))::text[])
  OR commune_code = ANY ((SELECT string_to_array(current_setting('lien_thong.communes', true), ','))::text[])
  OR (
    SELECT true FROM person
    WHERE person.household_id = household.id
      AND person.pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
    LIMIT 1
  )
);

GRANT SELECT ON household, person TO population_reader;
