import { copyText } from '../../kit/synthetic/copy-text.ts'
import { dayText, type Day } from '../../kit/synthetic/day.ts'
import { permutation } from '../../kit/synthetic/permutation.ts'
import { referenceDay } from '../../kit/synthetic/reference-day.ts'
import { TableLines } from '../../kit/synthetic/table-lines.ts'
import type { Handout } from './dispensing.ts'
import type { Item } from './items.ts'
import type { HealthPlace } from './places.ts'

export interface PrescriptionPlan {
  readonly code: string
  readonly patient: { readonly pin: string; readonly birthDay: Day }
  readonly facility: HealthPlace
  readonly day: Day
  /** Minutes after midnight, Vietnam time. */
  readonly minute: number
  readonly treatment: 'OUTPATIENT' | 'INPATIENT'
  readonly diagnoses: readonly string[]
  readonly items: readonly Item[]
  readonly compartment: string | undefined
  readonly replaces: string | undefined
  /** A newer prescription took its place, so it was not dispensed. */
  readonly replaced: boolean
}

/** Writes the prescriptions with all that hangs on them. */
export interface HealthWriter {
  readonly tables: readonly TableLines[]
  prescription(
    plan: PrescriptionPlan,
    handouts: readonly (Handout & { pharmacy: HealthPlace })[],
  ): void
}

const validDays = 5

export function healthWriter(recordKey: (id: string) => string): HealthWriter {
  const { prescriptions, diagnoses, items, dispenses, dispensed } = tables()
  let dispenseCount = 0
  return {
    tables: [prescriptions, diagnoses, items, dispenses, dispensed],
    prescription(plan, handouts) {
      const { code, patient, facility, day } = plan
      const drugDays = plan.items.reduce((most, item) => Math.max(most, item.days), 1)
      const closed = plan.compartment ?? '\\N'
      const [first] = handouts
      const key = recordKey(patient.pin)
      prescriptions.add(
        `${code}\t${code.slice(-1)}\t${patient.pin}\t${dayText(patient.birthDay)}\t${facility.code}\t` +
          `${facility.where}\t${moment(day, plan.minute)}\t${dayText(day + validDays)}\t` +
          `${plan.treatment}\t${plan.replaces ?? '\\N'}\t${status(plan, handouts)}\t` +
          `${first === undefined ? '\\N' : first.day - day}\t${drugDays}\t${plan.items.length}\t${key}\t${closed}`,
      )
      plan.diagnoses.forEach((diagnosis, at) => {
        diagnoses.add(`${code}\t${at + 1}\t${diagnosis}\t${at === 0 ? 't' : 'f'}\t${closed}`)
      })
      plan.items.forEach((item, at) => {
        items.add(
          `${code}\t${at + 1}\t${item.drugCode}\t${copyText(item.unit)}\t${item.quantity}\t${item.days}\t` +
            `${copyText(item.directions)}\t${key}\t${closed}`,
        )
      })
      for (const { pharmacy, quantities, ...when } of handouts) {
        const id = `D${permutation(dispenseCount++, 18, 53).toString(36).padStart(7, '0')}`
        const count = quantities.filter((quantity) => quantity > 0).length
        dispenses.add(
          `${id}\t${code}\t${pharmacy.code}\t${pharmacy.where}\t${moment(when.day, when.minute)}\t` +
            `HD${id.slice(1).toUpperCase()}\t${count}\t${key}\t${closed}`,
        )
        quantities.forEach((quantity, at) => {
          const drug = plan.items[at]?.drugCode ?? ''
          if (quantity > 0)
            dispensed.add(`${id}\t${code}\t${at + 1}\t${drug}\t${quantity}\t${key}\t${closed}`)
        })
      }
    },
  }
}

function status(plan: PrescriptionPlan, handouts: readonly Handout[]): string {
  if (plan.replaced) return 'REPLACED'
  if (handouts.length === 0) return plan.day + validDays < referenceDay ? 'EXPIRED' : 'ISSUED'
  const whole = plan.items.every(({ quantity }, at) => {
    return handouts.reduce((sum, { quantities }) => sum + (quantities[at] ?? 0), 0) === quantity
  })
  return whole ? 'DISPENSED' : 'PARTLY_DISPENSED'
}

function moment(day: Day, minute: number): string {
  const hours = Math.floor(minute / 60)
  const minutes = minute % 60
  return `${dayText(day)} ${hours < 10 ? '0' : ''}${hours}:${minutes < 10 ? '0' : ''}${minutes}:00+07`
}

function tables() {
  return {
    prescriptions: table(
      'prescription',
      'code kind patient_pin patient_birth_date facility_code province_code commune_code issued_at ' +
        'valid_until treatment_form replaces status days_to_first_dispense drug_days item_count record_key compartment',
    ),
    diagnoses: table(
      'prescription_diagnosis',
      'prescription_code ordinal diagnosis_code main compartment',
    ),
    items: table(
      'prescription_item',
      'prescription_code ordinal drug_code unit quantity days directions record_key compartment',
    ),
    dispenses: table(
      'dispense',
      'id prescription_code pharmacy_code province_code commune_code dispensed_at invoice_number item_count record_key compartment',
    ),
    dispensed: table(
      'dispense_item',
      'dispense_id prescription_code item_ordinal drug_code quantity record_key compartment',
    ),
  }
}

function table(name: string, columns: string): TableLines {
  return new TableLines(name, columns.split(' '))
}
