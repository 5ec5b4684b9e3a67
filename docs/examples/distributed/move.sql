-- Moves the rows of a one-node database into the distributed one, at the coordinator, by its administrator:
--   psql -v ON_ERROR_STOP=1 -v old_host=… -v old_port=5432 -v old_database=health -v old_password=… -1 -f move.sql
-- The old database is read as its owner, and left as it is.

CREATE SERVER one_node FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
  host :'old_host', port :'old_port', dbname :'old_database', fetch_size '10000');
GRANT USAGE ON FOREIGN SERVER one_node TO health_owner;
CREATE USER MAPPING FOR health_owner SERVER one_node OPTIONS (user 'health_owner', password :'old_password');
CREATE SCHEMA one_node AUTHORIZATION health_owner;
SET ROLE health_owner;
IMPORT FOREIGN SCHEMA public LIMIT TO (facility, pharmacy, prescription, prescription_diagnosis,
  prescription_item, dispense, dispense_item) FROM SERVER one_node INTO one_node;

INSERT INTO facility SELECT * FROM one_node.facility;
INSERT INTO pharmacy SELECT * FROM one_node.pharmacy;
INSERT INTO prescription SELECT * FROM one_node.prescription;
INSERT INTO prescription_diagnosis
SELECT d.*, p.patient_pin, p.facility_code, p.province_code
FROM one_node.prescription_diagnosis d JOIN one_node.prescription p ON p.code = d.prescription_code;
INSERT INTO prescription_item
SELECT i.*, p.patient_pin, p.facility_code, p.province_code
FROM one_node.prescription_item i JOIN one_node.prescription p ON p.code = i.prescription_code;
INSERT INTO dispense SELECT * FROM one_node.dispense;
INSERT INTO dispense_item SELECT * FROM one_node.dispense_item;
ANALYZE facility, pharmacy, prescription, prescription_diagnosis, prescription_item, dispense, dispense_item;

RESET ROLE;
DROP SCHEMA one_node CASCADE;
DROP SERVER one_node CASCADE;
