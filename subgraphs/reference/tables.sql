-- The shared catalogues: administrative units, ethnic groups, land-use codes, drugs, diagnoses.
-- No row is about a person, so there is no row-level security here.
-- Validity is half-open: [valid_from, valid_to); an empty valid_to means "still in force".

CREATE TABLE code_system (
  uri text NOT NULL CHECK (uri <> ''),
  version text NOT NULL,
  title_vi text NOT NULL,
  title_en text NOT NULL,
  source text NOT NULL,
  valid_from date
);

CREATE TABLE province (
  code text NOT NULL CHECK (code ~ '^[0-9]{2}$'),
  name_vi text NOT NULL,
  name_ascii text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PROVINCE', 'CITY')),
  area_km2 numeric(10, 2) NOT NULL CHECK (area_km2 > 0),
  -- Population of the merger dossiers: another denominator than the statistical or the registered one.
  dossier_population integer NOT NULL CHECK (dossier_population > 0),
  former_units text NOT NULL,
  valid_from date NOT NULL,
  code_system_uri text NOT NULL
);

-- A code is not a name: seven codes of 2025 named another province before the mergers.
CREATE TABLE province_version (
  code text NOT NULL CHECK (code ~ '^[0-9]{2}$'),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  name_vi text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PROVINCE', 'CITY')),
  successor_code text NOT NULL,
  legal_basis text NOT NULL
);

CREATE TABLE pin_prefix (
  prefix text NOT NULL CHECK (prefix ~ '^[0-9]{3}$'),
  name_vi text NOT NULL,
  former_code text NOT NULL,
  province_code text NOT NULL
);

CREATE TABLE commune (
  code text NOT NULL CHECK (code ~ '^[0-9]{5}$'),
  name_vi text NOT NULL CHECK (name_vi <> ''),
  name_ascii text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('WARD', 'COMMUNE', 'SPECIAL_ZONE')),
  province_code text NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to >= valid_from),
  successor_code text,
  code_system_uri text NOT NULL
);

CREATE TABLE ethnic_group (
  code text NOT NULL CHECK (code ~ '^[0-9]{2}$'),
  name_vi text NOT NULL,
  code_system_uri text NOT NULL
);

CREATE TABLE land_use_code (
  code text NOT NULL CHECK (code ~ '^[A-Z]{3}$'),
  land_group text NOT NULL CHECK (land_group IN ('AGRICULTURAL', 'NON_AGRICULTURAL', 'UNUSED')),
  name_vi text NOT NULL,
  name_en text NOT NULL,
  -- True where the sources disagree about the code.
  contested boolean NOT NULL,
  code_system_uri text NOT NULL
);

CREATE TABLE drug (
  code text NOT NULL CHECK (code ~ '^[0-9]{12}$'),
  name text NOT NULL,
  ingredient text NOT NULL,
  strength text NOT NULL,
  unit text NOT NULL,
  prescription_kind text NOT NULL CHECK (prescription_kind IN ('N', 'H', 'C', 'T')),
  code_system_uri text NOT NULL
);

CREATE TABLE diagnosis (
  code text NOT NULL CHECK (code ~ '^[A-Z][0-9]{2}([.][0-9]{1,2})?$'),
  name_vi text NOT NULL,
  name_en text NOT NULL,
  -- True for conditions whose medicines may be prescribed for up to 90 days.
  chronic boolean NOT NULL,
  code_system_uri text NOT NULL
);

-- after load

ALTER TABLE code_system ADD PRIMARY KEY (uri);
ALTER TABLE province ADD PRIMARY KEY (code);
ALTER TABLE province_version ADD PRIMARY KEY (code, valid_from);
ALTER TABLE pin_prefix ADD PRIMARY KEY (prefix);
ALTER TABLE commune ADD PRIMARY KEY (code);
ALTER TABLE ethnic_group ADD PRIMARY KEY (code);
ALTER TABLE land_use_code ADD PRIMARY KEY (code);
ALTER TABLE drug ADD PRIMARY KEY (code);
ALTER TABLE diagnosis ADD PRIMARY KEY (code);

ALTER TABLE province ADD FOREIGN KEY (code_system_uri) REFERENCES code_system (uri);
ALTER TABLE province_version ADD FOREIGN KEY (successor_code) REFERENCES province (code);
ALTER TABLE pin_prefix ADD FOREIGN KEY (province_code) REFERENCES province (code);
ALTER TABLE commune ADD FOREIGN KEY (province_code) REFERENCES province (code);
ALTER TABLE commune ADD FOREIGN KEY (successor_code) REFERENCES commune (code);
ALTER TABLE commune ADD FOREIGN KEY (code_system_uri) REFERENCES code_system (uri);
ALTER TABLE ethnic_group ADD FOREIGN KEY (code_system_uri) REFERENCES code_system (uri);
ALTER TABLE land_use_code ADD FOREIGN KEY (code_system_uri) REFERENCES code_system (uri);
ALTER TABLE drug ADD FOREIGN KEY (code_system_uri) REFERENCES code_system (uri);
ALTER TABLE diagnosis ADD FOREIGN KEY (code_system_uri) REFERENCES code_system (uri);

CREATE INDEX province_name_vi ON province (name_vi, code);
CREATE INDEX province_name_ascii ON province (name_ascii, code);
CREATE INDEX province_kind ON province (kind, code);
CREATE INDEX province_area_km2 ON province (area_km2, code);
CREATE INDEX province_dossier_population ON province (dossier_population, code);
CREATE INDEX province_code_system_uri ON province (code_system_uri);
CREATE INDEX province_version_successor_code ON province_version (successor_code, code, valid_from);
CREATE INDEX province_version_name_vi ON province_version (name_vi, code, valid_from);
CREATE INDEX province_version_valid_from ON province_version (valid_from, code);
CREATE INDEX pin_prefix_province_code ON pin_prefix (province_code, prefix);
CREATE INDEX commune_province_code ON commune (province_code, code);
CREATE INDEX commune_name_vi ON commune (name_vi, code);
CREATE INDEX commune_name_ascii ON commune (name_ascii, code);
CREATE INDEX commune_kind ON commune (kind, code);
CREATE INDEX commune_valid_to ON commune (valid_to, code);
CREATE INDEX commune_successor_code ON commune (successor_code);
CREATE INDEX commune_code_system_uri ON commune (code_system_uri);
CREATE INDEX ethnic_group_name_vi ON ethnic_group (name_vi, code);
CREATE INDEX ethnic_group_code_system_uri ON ethnic_group (code_system_uri);
CREATE INDEX land_use_code_land_group ON land_use_code (land_group, code);
CREATE INDEX land_use_code_code_system_uri ON land_use_code (code_system_uri);
CREATE INDEX drug_name ON drug (name, code);
CREATE INDEX drug_ingredient ON drug (ingredient, code);
CREATE INDEX drug_prescription_kind ON drug (prescription_kind, code);
CREATE INDEX drug_code_system_uri ON drug (code_system_uri);
CREATE INDEX diagnosis_name_vi ON diagnosis (name_vi, code);
CREATE INDEX diagnosis_chronic ON diagnosis (chronic, code);
CREATE INDEX diagnosis_code_system_uri ON diagnosis (code_system_uri);

GRANT SELECT ON
  code_system, province, province_version, pin_prefix, commune, ethnic_group, land_use_code, drug,
  diagnosis
TO reference_reader;
