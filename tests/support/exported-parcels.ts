import { connected } from '../../deploy/connected.ts'
import { databaseUrl } from './database.ts'

/** Columns of the document below. */
export const columns = [
  'geohash',
  'area',
  'authenticated',
  'validFrom',
  'registrationSerial',
  'commune.name',
  'uses',
]
/** Every parcel that the caller may read, with what another ministry says of it and a list within. */
export const document = `query ($least: Float) {
  parcels(where: { area: { gte: $least } }, first: 2) {
    totalCount
    nodes { geohash area authenticated validFrom registrationSerial commune { name } uses { code area } }
  }
}`

export interface ParcelRow {
  readonly geohash: string
  readonly area: number
  readonly authenticated: boolean
  readonly from: string
  readonly serial: string | null
  readonly commune: string
  readonly uses: readonly { readonly code: string; readonly area: number }[]
}

/** The parcels of the document, and the provinces in which they lie, as the databases' owner reads them. */
export async function allParcels(): Promise<{
  readonly provinces: readonly string[]
  readonly rows: readonly ParcelRow[]
}> {
  await using land = await connected(databaseUrl('land', 'owner'))
  await using reference = await connected(databaseUrl('reference', 'owner'))
  const { rows: provinces } = await land.query<{ code: string }>(
    'SELECT DISTINCT province_code AS code FROM parcel ORDER BY 1',
  )
  const { rows: communes } = await reference.query<{ code: string; name: string }>(
    'SELECT code, name_vi AS name FROM commune',
  )
  const names = new Map(communes.map(({ code, name }) => [code, name]))
  const { rows } = await land.query<ParcelRow & { code: string }>(
    `SELECT geohash, area_m2::float8 AS area, authenticated, valid_from::text AS from, registration_serial AS serial,
       commune_code AS code, (SELECT json_agg(json_build_object('code', u.code, 'area', u.area_m2) ORDER BY u.ordinal)
                              FROM land_use u WHERE u.parcel_geohash = p.geohash) AS uses
     FROM parcel p WHERE area_m2 >= 10 ORDER BY geohash`,
  )
  return {
    provinces: provinces.map(({ code }) => code),
    rows: rows.map((row) => ({ ...row, commune: names.get(row.code) ?? '' })),
  }
}
