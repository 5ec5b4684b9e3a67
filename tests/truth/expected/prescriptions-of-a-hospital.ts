import { persona } from '../../../subgraphs/kit/synthetic/persona.ts'
import { openCatalogue } from '../catalogue.ts'
import { instant } from '../instant.ts'
import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/prescriptions-of-a-hospital.graphql must answer. */
export async function prescriptionsOfAHospital(sql: PlainSql): Promise<unknown> {
  const fillIn = await openCatalogue(sql)
  const prescriptions = await sql.rows(
    'health',
    `SELECT p.code, ${instant('p.issued_at')} AS "issuedAt", p.status,
       p.days_to_first_dispense AS "daysToFirstDispense",
       (SELECT json_build_object('code', r.code) FROM prescription r
        WHERE r.code = p.replaces AND r.facility_code = p.facility_code) AS replaces,
       (SELECT json_agg(json_build_object('ordinal', d.ordinal,
          'diagnosis', '$diagnosis/name/' || d.diagnosis_code) ORDER BY d.ordinal)
        FROM prescription_diagnosis d WHERE d.prescription_code = p.code) AS diagnoses,
       (SELECT json_agg(json_build_object('ordinal', i.ordinal, 'quantity', i.quantity,
          'drug', '$drug/name/' || i.drug_code,
          'dispensed', (SELECT coalesce(json_agg(json_build_object('quantity', h.quantity)
             ORDER BY h.dispense_id), '[]')
           FROM dispense_item h WHERE h.prescription_code = p.code AND h.item_ordinal = i.ordinal))
          ORDER BY i.ordinal)
        FROM prescription_item i WHERE i.prescription_code = p.code) AS items,
       (SELECT coalesce(json_agg(json_build_object('id', d.id,
          'dispensedAt', ${instant('d.dispensed_at')},
          'pharmacy', (SELECT json_build_object('name', s.name) FROM pharmacy s
           WHERE s.code = d.pharmacy_code)) ORDER BY d.id), '[]')
        FROM dispense d WHERE d.prescription_code = p.code) AS dispenses
     FROM prescription p
     WHERE p.facility_code = '${persona.facilityCode}'
       AND to_char(p.issued_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') = '2026-10'
     ORDER BY p.issued_at, p.code`,
  )
  return {
    prescriptions: { totalCount: prescriptions.length, nodes: fillIn(prescriptions.slice(0, 100)) },
  }
}
