import { copyText } from '../../kit/synthetic/copy-text.ts'
import { dayText, type Day } from '../../kit/synthetic/day.ts'
import { TableLines } from '../../kit/synthetic/table-lines.ts'
import type { Certificate } from './certificate.ts'

/** Province and commune, as the last two columns of most tables. */
export type Place = `${string}\t${string}`

export interface PartyRow {
  /** Personal number, or undefined for an organisation. */
  readonly pin: string | undefined
  readonly name?: string
  readonly birthDay?: Day
  readonly organisation?: string
  readonly role: string
}

export interface ParcelRow {
  readonly geohash: string
  readonly recordKey: string
  readonly mapSheet: number
  readonly parcelNumber: number
  readonly tenths: number
  readonly serial: string | undefined
  readonly authenticated: boolean
  readonly validFrom: Day
}

/**
 * Writes the land ministry's four tables. A certificate, its parcels and their uses have the record key of
 * the certificate's first party.
 */
export function landWriter(recordKey: (id: string) => string) {
  const registrations = new TableLines('land_registration', [
    'serial',
    'register_number',
    'issued_on',
    'holder_kind',
    'province_code',
    'commune_code',
    'record_key',
  ])
  const parties = new TableLines('land_party', [
    'registration_serial',
    'ordinal',
    'person_pin',
    'party_name',
    'party_birth_date',
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
    'record_key',
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
    'record_key',
  ])
  return {
    tables: [registrations, parties, parcels, uses],
    /** The certificate and its parties, in equal shares. Answers the record key. */
    registration(
      paper: Certificate,
      kind: string,
      holders: readonly PartyRow[],
      place: Place,
    ): string {
      const [first] = holders
      const key = recordKey(first?.pin ?? first?.organisation ?? paper.serial)
      registrations.add(
        `${paper.serial}\t${paper.registerNumber}\t${dayText(paper.issuedOn)}\t${kind}\t${place}\t${key}`,
      )
      holders.forEach(({ pin, name, birthDay, organisation, role }, at) => {
        parties.add(
          `${paper.serial}\t${at + 1}\t${pin ?? '\\N'}\t${copyText(name ?? null)}\t` +
            `${birthDay === undefined ? '\\N' : dayText(birthDay)}\t${copyText(organisation ?? null)}\t${role}\t` +
            `1\t${holders.length}\t${place}`,
        )
      })
      return key
    },
    parcel(row: ParcelRow, place: Place): void {
      parcels.add(
        `${row.geohash}\t${row.mapSheet}\t${row.parcelNumber}\t${place}\t${row.tenths / 10}\t` +
          `${row.serial ?? '\\N'}\t${row.authenticated ? 't' : 'f'}\t${dayText(row.validFrom)}\t${row.recordKey}`,
      )
    },
    use(
      { geohash, recordKey: key }: Pick<ParcelRow, 'geohash' | 'recordKey'>,
      ordinal: number,
      values: string,
      place: Place,
    ): void {
      uses.add(`${geohash}\t${ordinal}\t${values}\t${place}\t${key}`)
    },
  }
}
