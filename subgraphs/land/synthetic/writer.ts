import { copyText } from '../../kit/synthetic/copy-text.ts'
import { dayText, type Day } from '../../kit/synthetic/day.ts'
import { TableLines } from '../../kit/synthetic/table-lines.ts'
import type { Certificate } from './certificate.ts'

/** Province and commune, as the last two columns of most tables. */
export type Place = `${string}\t${string}`

export interface PartyRow {
  /** Personal number, or undefined for an organisation. */
  readonly pin: string | undefined
  readonly organisation?: string
  readonly role: string
}

export interface ParcelRow {
  readonly geohash: string
  readonly mapSheet: number
  readonly parcelNumber: number
  readonly tenths: number
  readonly serial: string | undefined
  readonly authenticated: boolean
  readonly validFrom: Day
}

/** Writes the land ministry's four tables. */
export function landWriter() {
  const registrations = new TableLines('land_registration', [
    'serial',
    'register_number',
    'issued_on',
    'holder_kind',
    'province_code',
    'commune_code',
  ])
  const parties = new TableLines('land_party', [
    'registration_serial',
    'ordinal',
    'person_pin',
    'organisation_name',
    'role',
    'share_numerator',
    'share_denominator',
    'province_code',
    'commune_code',
  ])
  const parcels = new TableLines('parcel', [
    'geohash',
    'map_sheet',
    'parcel_number',
    'province_code',
    'commune_code',
    'area_m2',
    'registration_serial',
    'authenticated',
    'valid_from',
  ])
  const uses = new TableLines('land_use', [
    'parcel_geohash',
    'ordinal',
    'code',
    'area_m2',
    'origin',
    'term_until',
    'province_code',
    'commune_code',
  ])
  return {
    tables: [registrations, parties, parcels, uses],
    /** The certificate and its parties, in equal shares. */
    registration(
      paper: Certificate,
      kind: string,
      holders: readonly PartyRow[],
      place: Place,
    ): void {
      registrations.add(
        `${paper.serial}\t${paper.registerNumber}\t${dayText(paper.issuedOn)}\t${kind}\t${place}`,
      )
      holders.forEach(({ pin, organisation, role }, at) => {
        parties.add(
          `${paper.serial}\t${at + 1}\t${pin ?? '\\N'}\t${copyText(organisation ?? null)}\t${role}\t` +
            `1\t${holders.length}\t${place}`,
        )
      })
    },
    parcel(row: ParcelRow, place: Place): void {
      parcels.add(
        `${row.geohash}\t${row.mapSheet}\t${row.parcelNumber}\t${place}\t${row.tenths / 10}\t` +
          `${row.serial ?? '\\N'}\t${row.authenticated ? 't' : 'f'}\t${dayText(row.validFrom)}`,
      )
    },
    use(geohash: string, ordinal: number, values: string, place: Place): void {
      uses.add(`${geohash}\t${ordinal}\t${values}\t${place}`)
    },
  }
}

export type LandWriter = ReturnType<typeof landWriter>
