-- One shard of the health ministry's prescriptions, run on each shard by its administrator, in an empty database:
--   psql -v ON_ERROR_STOP=1 -v owner_password=… -v reader_password=… -f shard.sql
-- Roles are those of the coordinator, with passwords of their own. Only the coordinator's address may be let in
-- (pg_hba.conf): whoever comes as health_reader reads every row here, since the policies stand on the coordinator.

CREATE ROLE health_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE health_reader LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'reader_password';
ALTER ROLE health_reader SET default_transaction_read_only = on;
-- Nobody waits at the coordinator for longer than the gateway does; milliseconds.
ALTER ROLE health_reader SET statement_timeout = 60000;

CREATE SCHEMA health AUTHORIZATION health_owner;
SET ROLE health_owner;
SET search_path = health;

CREATE TABLE prescription (
  code text PRIMARY KEY,
  kind text NOT NULL,
  patient_pin text NOT NULL,
  patient_birth_date date NOT NULL,
  facility_code text NOT NULL,
  province_code text NOT NULL,
  commune_code text NOT NULL,
  issued_at timestamptz NOT NULL,
  valid_until date NOT NULL,
  treatment_form text NOT NULL,
  replaces text,
  status text NOT NULL,
  days_to_first_dispense integer,
  drug_days integer NOT NULL,
  item_count integer NOT NULL,
  compartment text,
  record_key bigint NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- What belongs to a prescription repeats whose it is, where it was issued and in which province: then no row needs
-- one of another table to be judged, and lies on the same shard.
CREATE TABLE prescription_diagnosis (
  prescription_code text NOT NULL,
  ordinal integer NOT NULL,
  diagnosis_code text NOT NULL,
  main boolean NOT NULL,
  compartment text,
  patient_pin text NOT NULL,
  facility_code text NOT NULL,
  province_code text NOT NULL,
  PRIMARY KEY (prescription_code, ordinal)
);

CREATE TABLE prescription_item (
  prescription_code text NOT NULL,
  ordinal integer NOT NULL,
  drug_code text NOT NULL,
  unit text NOT NULL,
  quantity numeric(10, 2) NOT NULL,
  days integer NOT NULL,
  directions text NOT NULL,
  compartment text,
  record_key bigint NOT NULL,
  patient_pin text NOT NULL,
  facility_code text NOT NULL,
  province_code text NOT NULL,
  PRIMARY KEY (prescription_code, ordinal)
);

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
CREATE INDEX prescription_changed_at ON prescription (changed_at);
CREATE INDEX prescription_diagnosis_diagnosis_code ON prescription_diagnosis (diagnosis_code, prescription_code);
CREATE INDEX prescription_item_drug_code ON prescription_item (drug_code, prescription_code);

-- Whatever writes a row dates it, whichever way it came: a change that is not dated would not be judged.
CREATE FUNCTION date_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER dated BEFORE INSERT OR UPDATE ON prescription FOR EACH ROW EXECUTE FUNCTION date_change();

GRANT USAGE ON SCHEMA health TO health_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA health TO health_reader;
RESET search_path;
RESET ROLE;
