-- The coordinator of the health ministry: the database that the subgraph asks. Run by its administrator in the
-- database that holds subgraphs/health/tables.sql without rows, after shard.sql on both shards:
--   psql -v ON_ERROR_STOP=1 -v shard_1_host=… -v shard_1_port=5432 -v shard_2_host=… -v shard_2_port=5432 \
--     -v shard_database=health -v owner_password=… -v reader_password=… -f coordinator.sql
-- Prescriptions, their items and diagnoses go to the shards by province: those before '40' to the first. Facilities,
-- pharmacies and dispenses stay here.

CREATE EXTENSION IF NOT EXISTS postgres_fdw;
-- use_remote_estimate: the shards' own statistics decide. fetch_size: rows a round trip. async_capable: shards are
-- asked side by side.
CREATE SERVER shard_1 FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
  host :'shard_1_host', port :'shard_1_port', dbname :'shard_database',
  fetch_size '1000', batch_size '500', async_capable 'true');
CREATE SERVER shard_2 FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
  host :'shard_2_host', port :'shard_2_port', dbname :'shard_database',
  fetch_size '1000', batch_size '500', async_capable 'true');
GRANT USAGE ON FOREIGN SERVER shard_1, shard_2 TO health_owner;
-- The reader reaches the shards as a reader, the owner (loads, rollups) as the owner; nobody else has a mapping.
CREATE USER MAPPING FOR health_reader SERVER shard_1 OPTIONS (user 'health_reader', password :'reader_password');
CREATE USER MAPPING FOR health_reader SERVER shard_2 OPTIONS (user 'health_reader', password :'reader_password');
CREATE USER MAPPING FOR health_owner SERVER shard_1 OPTIONS (user 'health_owner', password :'owner_password');
CREATE USER MAPPING FOR health_owner SERVER shard_2 OPTIONS (user 'health_owner', password :'owner_password');
-- Groups and joins of a partition are made where the partition lies.
ALTER ROLE health_reader SET enable_partitionwise_aggregate = on;
ALTER ROLE health_reader SET enable_partitionwise_join = on;
ALTER ROLE health_owner SET enable_partitionwise_aggregate = on;
ALTER ROLE health_owner SET enable_partitionwise_join = on;

SET ROLE health_owner;

-- What stays judges its rows by a prescription, which may be far: these keys cannot span servers.
ALTER TABLE dispense DROP CONSTRAINT dispense_prescription_code_fkey;
ALTER TABLE dispense_item DROP CONSTRAINT dispense_item_prescription_code_item_ordinal_fkey;
DROP POLICY reader_rows ON dispense;
DROP POLICY reader_rows ON dispense_item;
DROP TABLE prescription_diagnosis, prescription_item, prescription;

CREATE TABLE prescription (
  code text NOT NULL,
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
) PARTITION BY RANGE (province_code);

CREATE TABLE prescription_diagnosis (
  prescription_code text NOT NULL,
  ordinal integer NOT NULL,
  diagnosis_code text NOT NULL,
  main boolean NOT NULL,
  compartment text,
  patient_pin text NOT NULL,
  facility_code text NOT NULL,
  province_code text NOT NULL
) PARTITION BY RANGE (province_code);

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
  province_code text NOT NULL
) PARTITION BY RANGE (province_code);

-- A facility's code begins with its province's, and a prescription's with its facility's: said of a partition,
-- a row that is looked up by its code is looked for on one shard alone. Where codes say nothing of the place,
-- leave these checks out; all shards are then asked for the key.
CREATE FOREIGN TABLE prescription_1 PARTITION OF prescription (CHECK (code < '40'))
  FOR VALUES FROM (MINVALUE) TO ('40') SERVER shard_1 OPTIONS (schema_name 'health', table_name 'prescription');
CREATE FOREIGN TABLE prescription_2 PARTITION OF prescription (CHECK (code >= '40'))
  FOR VALUES FROM ('40') TO (MAXVALUE) SERVER shard_2 OPTIONS (schema_name 'health', table_name 'prescription');
CREATE FOREIGN TABLE prescription_diagnosis_1 PARTITION OF prescription_diagnosis (CHECK (prescription_code < '40'))
  FOR VALUES FROM (MINVALUE) TO ('40') SERVER shard_1 OPTIONS (schema_name 'health', table_name 'prescription_diagnosis');
CREATE FOREIGN TABLE prescription_diagnosis_2 PARTITION OF prescription_diagnosis (CHECK (prescription_code >= '40'))
  FOR VALUES FROM ('40') TO (MAXVALUE) SERVER shard_2 OPTIONS (schema_name 'health', table_name 'prescription_diagnosis');
CREATE FOREIGN TABLE prescription_item_1 PARTITION OF prescription_item (CHECK (prescription_code < '40'))
  FOR VALUES FROM (MINVALUE) TO ('40') SERVER shard_1 OPTIONS (schema_name 'health', table_name 'prescription_item');
CREATE FOREIGN TABLE prescription_item_2 PARTITION OF prescription_item (CHECK (prescription_code >= '40'))
  FOR VALUES FROM ('40') TO (MAXVALUE) SERVER shard_2 OPTIONS (schema_name 'health', table_name 'prescription_item');

ALTER TABLE prescription ENABLE ROW LEVEL SECURITY;
ALTER TABLE prescription FORCE ROW LEVEL SECURITY;
ALTER TABLE prescription_diagnosis ENABLE ROW LEVEL SECURITY;
ALTER TABLE prescription_diagnosis FORCE ROW LEVEL SECURITY;
ALTER TABLE prescription_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE prescription_item FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON prescription TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON prescription_diagnosis TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON prescription_item TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reader_rows ON prescription FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true) = 'on')
  OR patient_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
  OR facility_code = ANY ((SELECT string_to_array(current_setting('lien_thong.facilities', true), ','))::text[])
  OR code = ANY ((SELECT string_to_array(current_setting('lien_thong.keys', true), ','))::text[])
);
CREATE POLICY reader_rows ON prescription_diagnosis FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true) = 'on')
  OR patient_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
  OR facility_code = ANY ((SELECT string_to_array(current_setting('lien_thong.facilities', true), ','))::text[])
  OR prescription_code = ANY ((SELECT string_to_array(current_setting('lien_thong.keys', true), ','))::text[])
);
CREATE POLICY reader_rows ON prescription_item FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true) = 'on')
  OR patient_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
  OR facility_code = ANY ((SELECT string_to_array(current_setting('lien_thong.facilities', true), ','))::text[])
  OR prescription_code = ANY ((SELECT string_to_array(current_setting('lien_thong.keys', true), ','))::text[])
);
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
CREATE POLICY reader_rows ON dispense FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true) = 'on')
  OR (SELECT true FROM prescription WHERE prescription.code = dispense.prescription_code)
);
CREATE POLICY reader_rows ON dispense_item FOR SELECT TO health_reader USING (
  (SELECT current_setting('lien_thong.whole', true) = 'on')
  OR (SELECT true FROM prescription WHERE prescription.code = dispense_item.prescription_code)
);

-- The partitions are granted to nobody: a policy of the whole table does not stand on a part that is named itself.
GRANT SELECT ON prescription, prescription_diagnosis, prescription_item TO health_reader;

RESET ROLE;
