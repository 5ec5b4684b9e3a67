import type { Client } from 'pg'

/** Stores a value of October 2026, of the nation's consumer prices unless it is said otherwise, as the owner of the office's tables. */
export async function storeObservation(
  owner: Client,
  value: number,
  {
    indicator = 'economy.cpi',
    area = 'VN',
    sources = ['test'],
    quality = null,
  }: {
    readonly indicator?: string
    readonly area?: string
    readonly sources?: readonly string[]
    /** By source, as its provenance said. */
    readonly quality?: Readonly<Record<string, unknown>> | null
  } = {},
): Promise<void> {
  await owner.query(
    `INSERT INTO observation (indicator_code, indicator_version, period, period_start, area_code, value, status, state,
       as_of, confirmed_at, recorded_at, method, query_id, sources, synthetic, quality)
     SELECT code, version, '2026-10', '2026-10-01', $2, $1, 'REVISED', 'KNOWN', now(), now(), clock_timestamp(),
       'IMPORT', 'synthetic', $4, true, $5 FROM indicator WHERE code = $3`,
    [value, area, indicator, sources, quality && JSON.stringify(quality)],
  )
}
