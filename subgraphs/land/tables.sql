-- The national land database: parcels, their uses, certificates and the parties of a certificate
-- (ISO 19152: LA_SpatialUnit, LA_BAUnit, LA_Party). Circulars 09/2024 and 19/2026/TT-BNNMT.

CREATE TABLE land_registration (
  -- Serial of the certificate (số phát hành), as printed: several forms exist, so no pattern is enforced.
  serial text NOT NULL CHECK (serial <> ''),
  -- Number in the register (số vào sổ).
  register_number text NOT NULL,
  issued_on date NOT NULL,
  holder_kind text NOT NULL CHECK (holder_kind IN
    ('INDIVIDUAL', 'HOUSEHOLD', 'COUPLE', 'CO_USERS', 'COMMUNITY', 'ORGANISATION')),
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  -- Of the first party, a person or an organisation (docs/schema.md).
  record_key bigint NOT NULL
);

CREATE TABLE land_party (
  registration_serial text NOT NULL,
  ordinal integer NOT NULL CHECK (ordinal > 0),
  person_pin text CHECK (length(person_pin) = 12),
  -- As the land book has them; the register of people may have others.
  party_name text,
  party_birth_date date,
  organisation_name text,
  role text NOT NULL CHECK (role IN
    ('INDIVIDUAL', 'HOUSEHOLD_HEAD', 'HUSBAND', 'WIFE', 'REPRESENTATIVE', 'MEMBER')),
  share_numerator integer NOT NULL CHECK (share_numerator > 0),
  share_denominator integer NOT NULL CHECK (share_denominator >= share_numerator),
  -- Those of the registration, so that the policies of the other tables can rest on this one alone.
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  CHECK (person_pin IS NOT NULL OR organisation_name IS NOT NULL)
);

CREATE TABLE parcel (
  -- GeoHash of the parcel's position in WGS 84, 12 characters, unique nationwide (Circular 19/2026, Art 11).
  geohash text NOT NULL CHECK (geohash ~ '^[0-9b-hjkmnp-z]{12}$'),
  -- Sheet and number are not a key: they repeat inside a commune.
  map_sheet text NOT NULL,
  parcel_number text NOT NULL,
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  -- Square metres.
  area_m2 numeric(14, 1) NOT NULL CHECK (area_m2 > 0),
  registration_serial text,
  -- Holder compared with the population database and found equal.
  authenticated boolean NOT NULL,
  valid_from date NOT NULL,
  -- Of the registration, or of the parcel itself where there is none (docs/schema.md).
  record_key bigint NOT NULL,
  -- When the row was last written; passes over changed rows start from it. What is loaded is of the data's own day, so that
  -- the same seed gives the same rows.
  changed_at timestamptz NOT NULL DEFAULT '2026-11-01 00:00+07'
);

CREATE TABLE land_use (
  parcel_geohash text NOT NULL,
  ordinal integer NOT NULL CHECK (ordinal > 0),
  code text NOT NULL CHECK (length(code) = 3),
  -- Square metres. The uses of a parcel should add up to its area within 0.5 m²; the register has exceptions.
  area_m2 numeric(14, 1) NOT NULL CHECK (area_m2 > 0),
  origin text NOT NULL CHECK (origin IN
    ('ALLOCATED_FREE', 'ALLOCATED_PAID', 'LEASED_ANNUAL', 'LEASED_ONCE', 'RECOGNISED_FREE', 'RECOGNISED_PAID')),
  -- Empty: long-term.
  term_until date,
  province_code text NOT NULL CHECK (length(province_code) = 2),
  commune_code text NOT NULL CHECK (length(commune_code) = 5),
  -- The parcel's.
  record_key bigint NOT NULL
);

-- after load

ALTER TABLE land_registration ADD PRIMARY KEY (serial);
ALTER TABLE land_party ADD PRIMARY KEY (registration_serial, ordinal);
ALTER TABLE parcel ADD PRIMARY KEY (geohash);
ALTER TABLE land_use ADD PRIMARY KEY (parcel_geohash, ordinal);

ALTER TABLE land_party ADD FOREIGN KEY (registration_serial) REFERENCES land_registration (serial);
ALTER TABLE parcel ADD FOREIGN KEY (registration_serial) REFERENCES land_registration (serial);
ALTER TABLE land_use ADD FOREIGN KEY (parcel_geohash) REFERENCES parcel (geohash);

CREATE INDEX land_registration_register_number ON land_registration (register_number, serial);
CREATE INDEX land_registration_issued_on ON land_registration (issued_on, serial);
CREATE INDEX land_registration_holder_kind ON land_registration (holder_kind, serial);
CREATE INDEX land_registration_province_code ON land_registration (province_code, issued_on, serial);
CREATE INDEX land_registration_commune_code ON land_registration (commune_code, issued_on, serial);

CREATE INDEX land_party_person_pin ON land_party (person_pin, registration_serial);
CREATE INDEX land_party_role ON land_party (role);
CREATE INDEX land_party_province_code ON land_party (province_code);
CREATE INDEX land_party_commune_code ON land_party (commune_code);

CREATE INDEX parcel_registration_serial ON parcel (registration_serial, geohash);
CREATE INDEX parcel_province_code ON parcel (province_code, geohash);
CREATE INDEX parcel_commune_code ON parcel (commune_code, map_sheet, parcel_number, geohash);
-- Serves the order. A filter on it reads the caller's rows: comparing numerics is not leakproof, so the
-- server does it after row-level security.
CREATE INDEX parcel_area_m2 ON parcel (area_m2, geohash);
CREATE INDEX parcel_authenticated ON parcel (authenticated, province_code, geohash);
CREATE INDEX parcel_valid_from ON parcel (valid_from, geohash);

CREATE INDEX land_use_code ON land_use (code, province_code);
CREATE INDEX land_use_origin ON land_use (origin, code);
CREATE INDEX land_use_area_m2 ON land_use (area_m2, parcel_geohash, ordinal);
CREATE INDEX land_use_term_until ON land_use (term_until, parcel_geohash, ordinal);
CREATE INDEX land_use_province_code ON land_use (province_code, code);
CREATE INDEX land_use_commune_code ON land_use (commune_code, code);

CREATE INDEX parcel_changed_at ON parcel (changed_at);
ALTER TABLE parcel ALTER COLUMN changed_at SET DEFAULT now();

-- Whatever writes a row dates it: a change that is not dated would not be judged.
CREATE OR REPLACE FUNCTION date_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END
$$;
CREATE TRIGGER dated BEFORE INSERT OR UPDATE ON parcel FOR EACH ROW EXECUTE FUNCTION date_change();

ALTER TABLE land_registration ENABLE ROW LEVEL SECURITY;
ALTER TABLE land_registration FORCE ROW LEVEL SECURITY;
ALTER TABLE land_party ENABLE ROW LEVEL SECURITY;
ALTER TABLE land_party FORCE ROW LEVEL SECURITY;
ALTER TABLE parcel ENABLE ROW LEVEL SECURITY;
ALTER TABLE parcel FORCE ROW LEVEL SECURITY;
ALTER TABLE land_use ENABLE ROW LEVEL SECURITY;
ALTER TABLE land_use FORCE ROW LEVEL SECURITY;

CREATE POLICY owner_all ON land_registration TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON land_party TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON parcel TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner_all ON land_use TO CURRENT_USER USING (true) WITH CHECK (true);

-- A setting that is missing or empty opens nothing. The sub-selects on settings are evaluated once a
-- statement. Those on other tables are scalar and not EXISTS, which the server would plan twice, nested
-- ones four times, and might answer by hashing the whole other table.
-- A person sees the own line of a certificate, not the other parties'.
CREATE POLICY reader_rows ON land_party FOR SELECT TO land_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR person_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
  OR province_code = ANY ((SELECT string_to_array(current_setting('lien_thong.provinces', true), ','))::text[])
  OR commune_code = ANY ((SELECT string_to_array(current_setting('lien_thong.communes', true), ','))::text[])
);

CREATE POLICY reader_rows ON land_registration FOR SELECT TO land_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR province_code = ANY ((SELECT string_to_array(current_setting('lien_thong.provinces', true), ','))::text[])
  OR commune_code = ANY ((SELECT string_to_array(current_setting('lien_thong.communes', true), ','))::text[])
  OR (
    SELECT true FROM land_party
    WHERE land_party.registration_serial = land_registration.serial
      AND land_party.person_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
    LIMIT 1
  )
);

CREATE POLICY reader_rows ON parcel FOR SELECT TO land_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR province_code = ANY ((SELECT string_to_array(current_setting('lien_thong.provinces', true), ','))::text[])
  OR commune_code = ANY ((SELECT string_to_array(current_setting('lien_thong.communes', true), ','))::text[])
  OR (
    SELECT true FROM land_party
    WHERE land_party.registration_serial = parcel.registration_serial
      AND land_party.person_pin = ANY ((SELECT string_to_array(current_setting('lien_thong.subjects', true), ','))::text[])
    LIMIT 1
  )
);

-- Whoever sees a parcel sees its uses: the sub-select is under the policy above.
CREATE POLICY reader_rows ON land_use FOR SELECT TO land_reader USING (
  (SELECT current_setting('lien_thong.whole', true)) = 'on'
  OR province_code = ANY ((SELECT string_to_array(current_setting('lien_thong.provinces', true), ','))::text[])
  OR commune_code = ANY ((SELECT string_to_array(current_setting('lien_thong.communes', true), ','))::text[])
  OR (SELECT true FROM parcel WHERE parcel.geohash = land_use.parcel_geohash)
);

GRANT SELECT ON land_registration, land_party, parcel, land_use TO land_reader;
