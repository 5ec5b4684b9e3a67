-- Electronic prescriptions from the facility that issues them to the pharmacy that dispenses
-- (Circular 26/2025/TT-BYT). Drugs and diagnoses are codes of the shared catalogues (another database).

CREATE TABLE facility (
  code text NOT NULL CHECK (code ~ '^[0-9A-Za-z]{5}$'),
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('HOSPITAL', 'CLINIC', 'HEALTH_STATION')),
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5)
);

CREATE TABLE pharmacy (
  code text NOT NULL CHECK (code <> ''),
  name text NOT NULL,
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5)
);

CREATE TABLE prescription (
  -- Facility code (5) + 7 random characters + '-' + kind. Stored with the kind in upper case.
  code text NOT NULL CHECK (code ~ '^[0-9A-Za-z]{5}[0-9a-z]{7}-[NHCT]$'),
  kind text NOT NULL CHECK (kind = right(code, 1)),
  patient_pin text NOT NULL CHECK (length(patient_pin) = 12),
  patient_birth_date date NOT NULL,
  facility_code text NOT NULL CHECK (facility_code = left(code, 5)),
  -- Those of the facility.
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  issued_at timestamptz NOT NULL,
  valid_until date NOT NULL,
  treatment_form text NOT NULL CHECK (treatment_form IN ('OUTPATIENT', 'INPATIENT')),
  -- A correction is a new prescription that names the old one.
  replaces text CHECK (replaces <> code),
  status text NOT NULL CHECK (status IN
    ('ISSUED', 'PARTLY_DISPENSED', 'DISPENSED', 'EXPIRED', 'REPLACED')),
  -- Whole days from issue to the first dispense; empty when nothing was dispensed.
  days_to_first_dispense integer CHECK (days_to_first_dispense >= 0),
  -- Longest course among the items, in days.
  drug_days integer NOT NULL CHECK (drug_days BETWEEN 1 AND 90),
  item_count integer NOT NULL CHECK (item_count > 0),
  -- Closed group of readers (HIV: B20-B24, Z21 or an antiretroviral; Law 71/2020/QH14, Art 30); empty for
  -- most. What belongs to a prescription repeats it, so that no row needs another to be judged.
  compartment text CHECK (compartment <> ''),
  -- The patient's (docs/schema.md).
  record_key bigint NOT NULL,
  -- When the row was last written; passes over changed rows start from it. What is loaded is of the data's own day, so that
  -- the same seed gives the same rows.
  changed_at timestamptz NOT NULL DEFAULT '2026-11-01 00:00+07'
);

CREATE TABLE prescription_diagnosis (
  prescription_code text NOT NULL,
  ordinal integer NOT NULL CHECK (ordinal > 0),
  diagnosis_code text NOT NULL,
  main boolean NOT NULL,
  compartment text CHECK (compartment <> '')
);

CREATE TABLE prescription_item (
  prescription_code text NOT NULL,
  ordinal integer NOT NULL CHECK (ordinal > 0),
  drug_code text NOT NULL CHECK (length(drug_code) = 12),
  unit text NOT NULL,
  quantity numeric(10, 2) NOT NULL CHECK (quantity > 0),
  days integer NOT NULL CHECK (days BETWEEN 1 AND 90),
  directions text NOT NULL,
  compartment text CHECK (compartment <> ''),
  -- The patient's.
  record_key bigint NOT NULL
);

CREATE TABLE dispense (
  id text NOT NULL CHECK (id <> ''),
  prescription_code text NOT NULL,
  pharmacy_code text NOT NULL,
  -- Those of the pharmacy.
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  dispensed_at timestamptz NOT NULL,
  invoice_number text NOT NULL CHECK (length(invoice_number) <= 20),
  item_count integer NOT NULL CHECK (item_count > 0),
  compartment text CHECK (compartment <> ''),
  -- The patient's.
  record_key bigint NOT NULL
);

CREATE TABLE dispense_item (
  dispense_id text NOT NULL,
  prescription_code text NOT NULL,
  -- The prescription's item that was dispensed; the sum over all dispenses stays within its quantity.
  item_ordinal integer NOT NULL,
  -- The drug handed out, which may be a substitute.
  drug_code text NOT NULL CHECK (length(drug_code) = 12),
  quantity numeric(10, 2) NOT NULL CHECK (quantity > 0),
  compartment text CHECK (compartment <> ''),
  -- The patient's.
  record_key bigint NOT NULL
);

-- after load

ALTER TABLE facility ADD PRIMARY KEY (code);
ALTER TABLE pharmacy ADD PRIMARY KEY (code);
ALTER TABLE prescription ADD PRIMARY KEY (code);
ALTER TABLE prescription_diagnosis ADD PRIMARY KEY (prescription_code, ordinal);
ALTER TABLE prescription_item ADD PRIMARY KEY (prescription_code, ordinal);
ALTER TABLE dispense ADD PRIMARY KEY (id);
ALTER TABLE dispense_item ADD PRIMARY KEY (dispense_id, item_ordinal);

ALTER TABLE prescription ADD FOREIGN KEY (facility_code) REFERENCES facility (code);
ALTER TABLE prescription ADD FOREIGN KEY (replaces) REFERENCES prescription (code);
ALTER TABLE prescription_diagnosis ADD FOREIGN KEY (prescription_code) REFERENCES prescription (code);
ALTER TABLE prescription_item ADD FOREIGN KEY (prescription_code) REFERENCES prescription (code);
ALTER TABLE dispense ADD FOREIGN KEY (prescription_code) REFERENCES prescription (code);
ALTER TABLE dispense ADD FOREIGN KEY (pharmacy_code) REFERENCES pharmacy (code);
ALTER TABLE dispense_item ADD FOREIGN KEY (dispense_id) REFERENCES dispense (id);
ALTER TABLE dispense_item
  ADD FOREIGN KEY (prescription_code, item_ordinal) REFERENCES prescription_item (prescription_code, ordinal);

CREATE INDEX facility_name ON facility (name, code);
CREATE INDEX facility_kind ON facility (kind, code);
CREATE INDEX facility_province_code ON facility (province_code, code);
CREATE INDEX facility_commune_code ON facility (commune_code, code);
CREATE INDEX pharmacy_name ON pharmacy (name, code);
CREATE INDEX pharmacy_province_code ON pharmacy (province_code, code);
CREATE INDEX pharmacy_commune_code ON pharmacy (commune_code, code);

CREATE INDEX prescription_patient_pin ON prescription (patient_pin, issued_at, code);
CREATE INDEX prescription_patient_birth_date ON prescription (patient_birth_date, code);
CREATE INDEX prescription_facility_code ON prescription (facility_code, issued_at, code);
CREATE INDEX prescription_province_code ON prescription (province_code, issued_at, patient_birth_date) INCLUDE (compartment);
CREATE INDEX prescription_commune_code ON prescription (commune_code, issued_at);
CREATE INDEX prescription_issued_at ON prescription (issued_at, code);
CREATE INDEX prescription_valid_until ON prescription (valid_until, code);
CREATE INDEX prescription_kind ON prescription (kind, issued_at);
CREATE INDEX prescription_treatment_form ON prescription (treatment_form, issued_at);
CREATE INDEX prescription_status ON prescription (status, issued_at);
CREATE INDEX prescription_replaces ON prescription (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX prescription_days_to_first_dispense ON prescription (days_to_first_dispense, code);

CREATE INDEX prescription_diagnosis_diagnosis_code ON prescription_diagnosis (diagnosis_code, prescription_code);
CREATE INDEX prescription_item_drug_code ON prescription_item (drug_code, prescription_code);

CREATE INDEX dispense_prescription_code ON dispense (prescription_code, dispensed_at, id);
CREATE INDEX dispense_pharmacy_code ON dispense (pharmacy_code, dispensed_at, id);
CREATE INDEX dispense_province_code ON dispense (province_code, dispensed_at, id);
CREATE INDEX dispense_commune_code ON dispense (commune_code, dispensed_at, id);
CREATE INDEX dispense_dispensed_at ON dispense (dispensed_at, id);
CREATE INDEX dispense_item_prescription_code ON dispense_item (prescription_code, item_ordinal);
CREATE INDEX dispense_item_drug_code ON dispense_item (drug_code, dispense_id);

CREATE INDEX prescription_changed_at ON prescription (changed_at);
ALTER TABLE prescription ALTER COLUMN changed_at SET DEFAULT now();

-- Whatever writes a row dates it: a change that is not dated would not be judged.
CREATE OR REPLACE FUNCTION date_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER dated BEFORE INSERT OR UPDATE ON prescription FOR EACH ROW EXECUTE FUNCTION date_change();

ALTER TABLE prescription ENABLE ROW LEVEL SECURITY;
ALTER TABLE prescription FORCE ROW LEVEL SECURITY;
ALTER TABLE prescription_diagnosis ENABLE ROW LEVEL SECURITY;
ALTER TABLE prescription_diagnosis FORCE ROW LEVEL SECURITY;
ALTER TABLE prescription_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE prescription_item FORCE ROW LEVEL SECURITY;
ALTER TABLE dispense ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispense FORCE ROW LEVEL SECURITY;
ALTER TABLE dispense_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispense_item FORCE ROW LEVEL SECURITY;

CREATE POLICY owner_all ON prescription TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON prescription_diagnosis TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON prescription_item TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON dispense TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON dispense_item TO CURRENT_USER USING (true) WITH CHECK (true);

-- A setting that is missing or empty opens nothing. The sub-selects on settings are evaluated once a
-- statement. Those on other tables are scalar and not EXISTS, which the server would plan twice, nested
-- ones four times, and might answer by hashing the whole other table.
CREATE POLICY reader_rows ON prescription FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR patient_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
  OR facility_code = ANY ((SELECT string_to_array(current_setting('lien_thong.facilities', true), ','))::text[])
  OR code = ANY ((SELECT string_to_array(current_setting('lien_thong.keys', true), ','))::text[])
);

-- Whoever sees a prescription sees what belongs to it: the sub-select is under the policy above.
CREATE POLICY reader_rows ON prescription_diagnosis FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR (SELECT true FROM prescription WHERE prescription.code = prescription_diagnosis.prescription_code)
);
CREATE POLICY reader_rows ON prescription_item FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR (SELECT true FROM prescription WHERE prescription.code = prescription_item.prescription_code)
);
CREATE POLICY reader_rows ON dispense FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR (SELECT true FROM prescription WHERE prescription.code = dispense.prescription_code)
);
CREATE POLICY reader_rows ON dispense_item FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR (SELECT true FROM prescription WHERE prescription.code = dispense_item.prescription_code)
);

-- Restrictive: it narrows every other policy, the whole scope included.
CREATE POLICY reader_compartments ON prescription AS RESTRICTIVE FOR SELECT TO health_reader USING (
  compartment IS NULL
  OR compartment = ANY ((SELECT string_to_array(current_setting('lien_thong.compartments', true), ','))::text[])
);
CREATE POLICY reader_compartments ON prescription_diagnosis AS RESTRICTIVE FOR SELECT TO health_reader USING (
  compartment IS NULL
  OR compartment = ANY ((SELECT string_to_array(current_setting('lien_thong.compartments', true), ','))::text[])
);
CREATE POLICY reader_compartments ON prescription_item AS RESTRICTIVE FOR SELECT TO health_reader USING (
  compartment IS NULL
  OR compartment = ANY ((SELECT string_to_array(current_setting('lien_thong.compartments', true), ','))::text[])
);
CREATE POLICY reader_compartments ON dispense AS RESTRICTIVE FOR SELECT TO health_reader USING (
  compartment IS NULL
  OR compartment = ANY ((SELECT string_to_array(current_setting('lien_thong.compartments', true), ','))::text[])
);
CREATE POLICY reader_compartments ON dispense_item AS RESTRICTIVE FOR SELECT TO health_reader USING (
  compartment IS NULL
  OR compartment = ANY ((SELECT string_to_array(current_setting('lien_thong.compartments', true), ','))::text[])
);

GRANT SELECT ON
  facility, pharmacy, prescription, prescription_diagnosis, prescription_item, dispense, dispense_item
TO health_reader;
