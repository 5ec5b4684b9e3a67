/** People of the samples: none of these numbers can belong to a living person. */
export const people = {
  an: '901090000001',
  binh: '901190000002',
  chi: '924190000003',
} as const

/** A few rows a ministry over two provinces (01, 24), so that each row scope opens some and not all. */
export const sampleRows: Readonly<Record<string, string>> = {
  population: `
    INSERT INTO household (id, file_number, head_pin, member_count, province_code, commune_code, record_key) VALUES
      ('h1', 'f1', '${people.an}', 2, '01', '00004', 1),
      ('h2', 'f2', '${people.chi}', 1, '24', '07210', 3),
      ('h3', 'f3', NULL, 0, '01', '00008', 4);
    INSERT INTO person (pin, full_name, birth_date, sex, birth_registration_prefix, nationality,
      marital_status, household_id, is_head, province_code, commune_code, registered_since, record_key) VALUES
      ('${people.an}', 'Nguyễn Văn An', '1990-01-01', 'MALE', '001', 'VNM', 'MARRIED', 'h1', true,
        '01', '00004', '2010-01-01', 1),
      ('${people.binh}', 'Trần Thị Bình', '1990-02-02', 'FEMALE', '001', 'VNM', 'MARRIED', 'h1', false,
        '01', '00008', '2010-01-01', 2),
      ('${people.chi}', 'Lê Thị Chi', '1990-03-03', 'FEMALE', '024', 'VNM', 'UNKNOWN', 'h2', true,
        '24', '07210', '2010-01-01', 3);`,
  land: `
    INSERT INTO land_registration
      (serial, register_number, issued_on, holder_kind, province_code, commune_code, record_key) VALUES
      ('AA 00000001', 'CN 1', '2020-01-01', 'COUPLE', '01', '00004', 1),
      ('AA 00000002', 'CN 2', '2021-01-01', 'INDIVIDUAL', '24', '07210', 3),
      ('AA 00000003', 'CN 3', '2022-01-01', 'ORGANISATION', '01', '00008', 5);
    INSERT INTO land_party (registration_serial, ordinal, person_pin, organisation_name, role,
      share_numerator, share_denominator, province_code, commune_code) VALUES
      ('AA 00000001', 1, '${people.an}', NULL, 'HUSBAND', 1, 2, '01', '00004'),
      ('AA 00000001', 2, '${people.binh}', NULL, 'WIFE', 1, 2, '01', '00004'),
      ('AA 00000002', 1, '${people.chi}', NULL, 'INDIVIDUAL', 1, 1, '24', '07210'),
      ('AA 00000003', 1, NULL, 'Hợp tác xã Thử', 'REPRESENTATIVE', 1, 1, '01', '00008');
    INSERT INTO parcel (geohash, map_sheet, parcel_number, province_code, commune_code, area_m2,
      registration_serial, authenticated, valid_from, record_key) VALUES
      ('w7er8u0000b0', '1', '1', '01', '00004', 100.5, 'AA 00000001', true, '2020-01-01', 1),
      ('w7er8u0000b1', '1', '2', '01', '00004', 50, 'AA 00000001', true, '2020-01-01', 1),
      ('w7er8u0000b2', '1', '1', '24', '07210', 70, 'AA 00000002', false, '2021-01-01', 3),
      ('w7er8u0000b3', '2', '1', '01', '00008', 900, 'AA 00000003', true, '2022-01-01', 5),
      ('w7er8u0000b4', '2', '2', '24', '07210', 10, NULL, false, '2022-01-01', 6);
    INSERT INTO land_use
      (parcel_geohash, ordinal, code, area_m2, origin, province_code, commune_code, record_key) VALUES
      ('w7er8u0000b0', 1, 'ODT', 60.5, 'RECOGNISED_PAID', '01', '00004', 1),
      ('w7er8u0000b0', 2, 'CLN', 40, 'RECOGNISED_FREE', '01', '00004', 1),
      ('w7er8u0000b2', 1, 'ONT', 70, 'RECOGNISED_FREE', '24', '07210', 3),
      ('w7er8u0000b3', 1, 'SKC', 900, 'LEASED_ANNUAL', '01', '00008', 5);`,
  health: `
    INSERT INTO facility (code, name, kind, province_code, commune_code) VALUES
      ('01001', 'Bệnh viện Thử', 'HOSPITAL', '01', '00004'),
      ('24001', 'Phòng khám Thử', 'CLINIC', '24', '07210');
    INSERT INTO pharmacy (code, name, province_code, commune_code) VALUES
      ('NT01', 'Nhà thuốc Thử', '01', '00004');
    INSERT INTO prescription (code, kind, patient_pin, patient_birth_date, facility_code, province_code,
      commune_code, issued_at, valid_until, treatment_form, status, drug_days, item_count, record_key) VALUES
      ('01001aaaaaaa-C', 'C', '${people.an}', '1990-01-01', '01001', '01', '00004',
        '2026-05-01T03:00:00Z', '2026-05-06', 'OUTPATIENT', 'DISPENSED', 5, 1, 1),
      ('01001bbbbbbb-C', 'C', '${people.chi}', '1990-03-03', '01001', '01', '00004',
        '2026-05-02T03:00:00Z', '2026-05-07', 'OUTPATIENT', 'ISSUED', 5, 1, 3),
      ('24001ccccccc-N', 'N', '${people.chi}', '1990-03-03', '24001', '24', '07210',
        '2026-05-03T03:00:00Z', '2026-05-08', 'INPATIENT', 'DISPENSED', 5, 1, 3);
    INSERT INTO prescription_diagnosis (prescription_code, ordinal, diagnosis_code, main) VALUES
      ('01001aaaaaaa-C', 1, 'I10', true), ('01001bbbbbbb-C', 1, 'J00', true),
      ('24001ccccccc-N', 1, 'R52.2', true);
    INSERT INTO prescription_item
      (prescription_code, ordinal, drug_code, unit, quantity, days, directions, record_key) VALUES
      ('01001aaaaaaa-C', 1, '999110002326', 'viên', 5, 5, 'Sáng 1 viên', 1),
      ('01001bbbbbbb-C', 1, '999110000126', 'viên', 10, 5, 'Ngày 2 viên', 3),
      ('24001ccccccc-N', 1, '999111000126', 'viên', 10, 5, 'Ngày 2 viên', 3);
    INSERT INTO dispense (id, prescription_code, pharmacy_code, province_code, commune_code,
      dispensed_at, invoice_number, item_count, record_key) VALUES
      ('d1', '01001aaaaaaa-C', 'NT01', '01', '00004', '2026-05-01T05:00:00Z', 'HD1', 1, 1),
      ('d2', '24001ccccccc-N', 'NT01', '01', '00004', '2026-05-03T05:00:00Z', 'HD2', 1, 3);
    INSERT INTO dispense_item (dispense_id, prescription_code, item_ordinal, drug_code, quantity, record_key) VALUES
      ('d1', '01001aaaaaaa-C', 1, '999110002326', 5, 1), ('d2', '24001ccccccc-N', 1, '999111000126', 10, 3);`,
  education: `
    INSERT INTO institution (code, name, level, ownership, province_code, commune_code) VALUES
      ('TH01', 'Trường Thử Một', 'PRIMARY', 'PUBLIC', '01', '00004'),
      ('TH24', 'Trường Thử Hai', 'PRIMARY', 'PUBLIC', '24', '07210');
    INSERT INTO staff_count (institution_code, school_year, kind, headcount, province_code) VALUES
      ('TH01', '2026-2027', 'TEACHER', 20, '01');
    INSERT INTO enrolment (id, learner_code, learner_pin, institution_code, school_year, level, grade,
      status, started_on, province_code, commune_code, record_key) VALUES
      ('e1', 'L1', '${people.an}', 'TH01', '2026-2027', 'PRIMARY', 1, 'STUDYING', '2026-09-05', '01', '00004', 1),
      ('e2', 'L2', '${people.chi}', 'TH01', '2026-2027', 'PRIMARY', 2, 'STUDYING', '2026-09-05', '01', '00008', 3),
      ('e3', 'L2', '${people.chi}', 'TH24', '2025-2026', 'PRIMARY', 1, 'COMPLETED', '2025-09-05', '24', '07210', 3);`,
}
