import { instant } from '../instant.ts'
import type { PlainRow, PlainSql } from '../plain-sql.ts'

/** Prescriptions and dispenses of one person, as docs/reports/my-record.graphql shows them. */
export async function myHealth(sql: PlainSql, pin: string): Promise<PlainRow> {
  const prescriptions = await sql.rows(
    'health',
    `SELECT p.code, ${instant('p.issued_at')} AS "issuedAt", p.status, p.drug_days AS "drugDays",
       (SELECT json_build_object('name', f.name, 'province', '$province/name/' || f.province_code)
        FROM facility f WHERE f.code = p.facility_code) AS facility,
       (SELECT json_agg(json_build_object('ordinal', d.ordinal, 'diagnosisCode', d.diagnosis_code,
          'diagnosis', '$diagnosis/name/' || d.diagnosis_code) ORDER BY d.ordinal)
        FROM prescription_diagnosis d WHERE d.prescription_code = p.code) AS diagnoses,
       (SELECT json_agg(json_build_object('ordinal', i.ordinal, 'quantity', i.quantity,
          'days', i.days, 'drug', '$drug/name,strength/' || i.drug_code,
          'dispensed', (SELECT coalesce(json_agg(json_build_object('quantity', h.quantity,
             'dispense', json_build_object('dispensedAt', ${instant('d.dispensed_at')},
               'pharmacy', json_build_object('name', s.name))) ORDER BY h.dispense_id), '[]')
           FROM dispense_item h JOIN dispense d ON d.id = h.dispense_id
             JOIN pharmacy s ON s.code = d.pharmacy_code
           WHERE h.prescription_code = p.code AND h.item_ordinal = i.ordinal)) ORDER BY i.ordinal)
        FROM prescription_item i WHERE i.prescription_code = p.code) AS items
     FROM prescription p WHERE p.patient_pin = ${pin} ORDER BY p.issued_at DESC, p.code`,
  )
  const [dispenses] = await sql.rows(
    'health',
    `SELECT count(*) AS count FROM dispense d JOIN prescription p ON p.code = d.prescription_code
     WHERE p.patient_pin = ${pin}`,
  )
  return {
    prescriptions: { totalCount: prescriptions.length, nodes: prescriptions },
    dispenses: { totalCount: dispenses?.['count'] },
  }
}
