import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import type { Arena } from './arena.ts'

/** Facts about a person who is nobody's own here: what an attacker knows and wants to learn more about. */
export interface Victim {
  readonly pin: string
  readonly name: string
  readonly household: string
  readonly file: string
  readonly head: string
  readonly geohash: string
  readonly serial: string
  readonly register: string
  readonly prescription: string
  readonly dispense: string
  readonly enrolment: string
  readonly learner: string
  /** Whose enrolment and whose prescription it is. */
  readonly pupil: string
  readonly patient: string
}

/** Somebody outside the personas' province, with records in every database. */
export async function victim({ column }: Arena): Promise<Victim> {
  const first = async (ministry: string, text: string, value?: string): Promise<string> =>
    (await column(ministry, `${text} LIMIT 1`, value === undefined ? [] : [value]))[0] ?? ''
  const pin = await first(
    'land',
    "SELECT person_pin FROM land_party WHERE province_code <> '01' AND person_pin IS NOT NULL",
  )
  const household = await first('population', 'SELECT household_id FROM person WHERE pin = $1', pin)
  const serial = await first(
    'land',
    'SELECT registration_serial FROM land_party WHERE person_pin = $1',
    pin,
  )
  const away = `facility_code <> '${persona.facilityCode}'`
  const prescription = await first(
    'health',
    `SELECT code FROM prescription JOIN dispense ON prescription_code = code WHERE ${away}`,
  )
  const enrolment = await first(
    'education',
    "SELECT id FROM enrolment WHERE learner_code LIKE 'TAM-%' AND province_code <> '01'",
  )
  return {
    pin,
    name: await first('population', 'SELECT full_name FROM person WHERE pin = $1', pin),
    household,
    file: await first('population', 'SELECT file_number FROM household WHERE id = $1', household),
    head: await first('population', 'SELECT head_pin FROM household WHERE id = $1', household),
    serial,
    geohash: await first(
      'land',
      'SELECT geohash FROM parcel WHERE registration_serial = $1',
      serial,
    ),
    register: await first(
      'land',
      'SELECT register_number FROM land_registration WHERE serial = $1',
      serial,
    ),
    prescription,
    dispense: await first(
      'health',
      'SELECT id FROM dispense WHERE prescription_code = $1',
      prescription,
    ),
    enrolment,
    pupil: await first('education', 'SELECT learner_pin FROM enrolment WHERE id = $1', enrolment),
    patient: await first(
      'health',
      'SELECT patient_pin FROM prescription WHERE code = $1',
      prescription,
    ),
    learner: await first(
      'education',
      'SELECT learner_code FROM enrolment WHERE id = $1',
      enrolment,
    ),
  }
}
