import { persona } from '../../../subgraphs/kit/synthetic/persona.ts'
import { openCatalogue } from '../catalogue.ts'
import { instant } from '../instant.ts'
import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/prescription-chain.graphql must answer. */
export async function prescriptionChain(sql: PlainSql): Promise<unknown> {
  const fillIn = await openCatalogue(sql)
  const [prescription] = await sql.rows(
    'health',
    `SELECT p.code, p.kind, p.status, ${instant('p.issued_at')} AS "issuedAt",
       p.valid_until AS "validUntil",
       (SELECT count(*) FROM prescription_item i WHERE i.prescription_code = p.code) AS "itemCount",
       (SELECT json_build_object('code', f.code, 'name', f.name, 'kind', f.kind,
          'commune', '$commune/name/' || f.commune_code,
          'province', '$province/name/' || f.province_code)
        FROM facility f WHERE f.code = p.facility_code) AS facility,
       (SELECT json_agg(json_build_object('ordinal', d.ordinal, 'main', d.main,
          'diagnosis', '$diagnosis/code,name,chronic/' || d.diagnosis_code) ORDER BY d.ordinal)
        FROM prescription_diagnosis d WHERE d.prescription_code = p.code) AS diagnoses,
       (SELECT json_agg(json_build_object('ordinal', i.ordinal, 'quantity', i.quantity,
          'unit', i.unit, 'days', i.days, 'directions', i.directions,
          'drug', '$drug/code,name,ingredient,strength/' || i.drug_code,
          'dispensed', (SELECT coalesce(json_agg(json_build_object('quantity', h.quantity,
             'drugCode', h.drug_code, 'dispense', json_build_object('id', h.dispense_id))
             ORDER BY h.dispense_id), '[]')
           FROM dispense_item h WHERE h.prescription_code = p.code AND h.item_ordinal = i.ordinal))
          ORDER BY i.ordinal)
        FROM prescription_item i WHERE i.prescription_code = p.code) AS items,
       (SELECT json_agg(json_build_object('id', d.id,
          'dispensedAt', ${instant('d.dispensed_at')}, 'itemCount', d.item_count,
          'pharmacy', (SELECT json_build_object('code', s.code, 'name', s.name,
             'province', '$province/name/' || s.province_code)
           FROM pharmacy s WHERE s.code = d.pharmacy_code),
          'items', (SELECT json_agg(json_build_object('itemOrdinal', h.item_ordinal,
             'quantity', h.quantity, 'drug', '$drug/name/' || h.drug_code) ORDER BY h.item_ordinal)
           FROM dispense_item h WHERE h.dispense_id = d.id)) ORDER BY d.id)
        FROM dispense d WHERE d.prescription_code = p.code) AS dispenses
     FROM prescription p WHERE p.code = '${persona.prescriptionCode}'`,
  )
  return { prescription: fillIn(prescription) }
}
