import { connected } from '../../deploy/connected.ts'
import { sameFact } from '../../subgraphs/kit/quality/same-fact.ts'
import { databaseUrl } from './database.ts'

export interface AgreementCount {
  readonly agreed: number
  readonly compared: number
}

/** The fields of each sample, the owner's own text of its rows, and the columns of the register that they are compared with. */
export const agreementSamples = {
  landPartyAgreement: {
    rows: 'SELECT person_pin, party_name, party_birth_date::text FROM land_party WHERE person_pin IS NOT NULL',
    of: 'land',
    fields: ['partyPinKnown', 'partyNameAgrees', 'partyBirthDateAgrees'],
    facts: ['full_name', 'birth_date'],
  },
  prescriptionAgreement: {
    rows: 'SELECT patient_pin, patient_birth_date::text FROM prescription WHERE compartment IS NULL',
    of: 'health',
    fields: ['prescriptionPinKnown', 'prescriptionBirthDateAgrees'],
    facts: ['birth_date'],
  },
  enrolmentAgreement: {
    rows: 'SELECT learner_pin, learner_name, learner_birth_date::text, learner_sex FROM enrolment',
    of: 'education',
    fields: ['learnerPinKnown', 'learnerNameAgrees', 'learnerBirthDateAgrees', 'learnerSexAgrees'],
    facts: ['full_name', 'birth_date', 'sex'],
  },
} as const
export type AgreementRoot = keyof typeof agreementSamples

/** Asks for all counts of a sample. */
export function agreementDocument(root: AgreementRoot, size: number): string {
  return `{ ${root}(size: ${size}) { ${agreementSamples[root].fields.map((field) => `${field} { agreed compared }`).join(' ')} } }`
}

async function rowsOf(url: string, text: string): Promise<readonly (readonly string[])[]> {
  await using owner = await connected(url)
  return (await owner.query<string[]>({ text, rowMode: 'array' })).rows
}

/** What both databases together say, joined by hand. */
export async function agreementTruth(
  root: AgreementRoot,
  urlOf: (database: 'land' | 'health' | 'education') => string,
): Promise<Readonly<Record<string, AgreementCount>>> {
  const { rows, of, fields, facts } = agreementSamples[root]
  const held = await rowsOf(urlOf(of), rows)
  const people = new Map(
    (
      await rowsOf(
        databaseUrl('population', 'owner'),
        `SELECT pin, ${facts.map((fact) => `${fact}::text`).join()} FROM person`,
      )
    ).map(([pin, ...told]) => [pin, told]),
  )
  const known = held.filter(([pin]) => people.has(pin))
  return Object.fromEntries(
    fields.map((field, at) => [
      field,
      at === 0
        ? { agreed: known.length, compared: held.length }
        : {
            agreed: known.filter((row) =>
              sameFact(row[at] ?? '', people.get(row[0])?.[at - 1] ?? ''),
            ).length,
            compared: known.length,
          },
    ]),
  )
}
