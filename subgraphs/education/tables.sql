-- The national education database: institutions, staff counts and enrolments (Decree 88/2026/NĐ-CP).

CREATE TABLE institution (
  code text NOT NULL CHECK (code <> ''),
  name text NOT NULL,
  level text NOT NULL CHECK (level IN
    ('NURSERY', 'KINDERGARTEN', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'CONTINUING', 'UNIVERSITY')),
  ownership text NOT NULL CHECK (ownership IN ('PUBLIC', 'PRIVATE')),
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5)
);

CREATE TABLE staff_count (
  institution_code text NOT NULL,
  school_year text NOT NULL CHECK (school_year ~ '^[0-9]{4}-[0-9]{4}$'),
  kind text NOT NULL CHECK (kind IN ('MANAGER', 'TEACHER', 'SUPPORT')),
  headcount integer NOT NULL CHECK (headcount >= 0),
  -- That of the institution.
  province_code text NOT NULL CHECK (length(province_code) = 2)
);

CREATE TABLE enrolment (
  id text NOT NULL CHECK (id <> ''),
  -- The ministry's learner code; 'TAM-' and the personal number until the ministry has issued one.
  learner_code text NOT NULL,
  learner_pin text NOT NULL CHECK (length(learner_pin) = 12),
  -- As the school has them; the register of people may have others.
  learner_name text,
  learner_birth_date date,
  learner_sex text CHECK (learner_sex IN ('MALE', 'FEMALE', 'UNDETERMINED')),
  institution_code text NOT NULL,
  school_year text NOT NULL CHECK (school_year ~ '^[0-9]{4}-[0-9]{4}$'),
  level text NOT NULL CHECK (level IN
    ('NURSERY', 'KINDERGARTEN', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'CONTINUING', 'UNIVERSITY')),
  -- 1–12 at school, year of study at a university; empty before school.
  grade integer CHECK (grade BETWEEN 1 AND 12),
  status text NOT NULL CHECK (status IN
    ('STUDYING', 'TRANSFERRED_IN', 'TRANSFERRED_OUT', 'SUSPENDED', 'LEFT', 'COMPLETED')),
  started_on date NOT NULL,
  ended_on date CHECK (ended_on >= started_on),
  -- Residence of the learner.
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  -- The learner's (docs/schema.md).
  record_key bigint NOT NULL,
  -- When the row was last written; passes over changed rows start from it. What is loaded is of the data's own day, so that
  -- the same seed gives the same rows.
  changed_at timestamptz NOT NULL DEFAULT '2026-11-01 00:00+07'
);

-- after load

ALTER TABLE institution ADD PRIMARY KEY (code);
ALTER TABLE staff_count ADD PRIMARY KEY (institution_code, school_year, kind);
ALTER TABLE enrolment ADD PRIMARY KEY (id);

ALTER TABLE staff_count ADD FOREIGN KEY (institution_code) REFERENCES institution (code);
ALTER TABLE enrolment ADD FOREIGN KEY (institution_code) REFERENCES institution (code);

CREATE INDEX institution_name ON institution (name, code);
CREATE INDEX institution_level ON institution (level, code);
CREATE INDEX institution_ownership ON institution (ownership, code);
CREATE INDEX institution_province_code ON institution (province_code, level, code);
CREATE INDEX institution_commune_code ON institution (commune_code, level, code);

CREATE INDEX staff_count_school_year ON staff_count (school_year, institution_code, kind);
CREATE INDEX staff_count_kind ON staff_count (kind, institution_code, school_year);
CREATE INDEX staff_count_province_code ON staff_count (province_code, school_year, kind);

CREATE INDEX enrolment_learner_pin ON enrolment (learner_pin, school_year, id);
CREATE INDEX enrolment_learner_code ON enrolment (learner_code, id);
CREATE INDEX enrolment_institution_code ON enrolment (institution_code, school_year, grade, id);
CREATE INDEX enrolment_school_year ON enrolment (school_year, level, id);
CREATE INDEX enrolment_level ON enrolment (level, school_year, id);
CREATE INDEX enrolment_grade ON enrolment (grade, id);
CREATE INDEX enrolment_status ON enrolment (status, school_year, id);
CREATE INDEX enrolment_started_on ON enrolment (started_on, id);
CREATE INDEX enrolment_province_code ON enrolment (province_code, school_year, level);
CREATE INDEX enrolment_commune_code ON enrolment (commune_code, school_year, level);

CREATE INDEX enrolment_changed_at ON enrolment (changed_at);
ALTER TABLE enrolment ALTER COLUMN changed_at SET DEFAULT now();

-- Whatever writes a row dates it: a change that is not dated would not be judged.
CREATE OR REPLACE FUNCTION date_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER dated BEFORE INSERT OR UPDATE ON enrolment FOR EACH ROW EXECUTE FUNCTION date_change();

ALTER TABLE enrolment ENABLE ROW LEVEL SECURITY;
ALTER TABLE enrolment FORCE ROW LEVEL SECURITY;

CREATE POLICY owner_all ON enrolment TO CURRENT_USER USING (true) WITH CHECK (true);

-- A setting that is missing or empty opens nothing. The sub-selects are evaluated once a statement.
CREATE POLICY reader_rows ON enrolment FOR SELECT TO education_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR learner_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
  OR institution_code = ANY ((SELECT string_to_array(current_setting('lien_thong.institutions', true), ','))::text[])
);

GRANT SELECT ON institution, staff_count, enrolment TO education_reader;
