import type { MinistryName } from '../ministry-name.ts'
import { connected } from '../connected.ts'
import { keptHistory } from '../steering/kept-history.ts'
import { loadData, type LoadProgress } from './load-data.ts'
import { readLoadRecord } from './load-record.ts'
import { ministryTables } from './ministry-tables.ts'

export interface DataWanted {
  /** Owner URLs of the embedded databases; a ministry with its own database is left out. */
  readonly targets: ReadonlyMap<MinistryName, string>
  readonly people: number
  readonly seed: number
  readonly dirt: number
  readonly recordSecret: Uint8Array
  readonly onProgress?: (progress: LoadProgress) => void
}

/**
 * Fills the databases that are empty, unfinished, or made for other tables, and leaves the others as
 * they are, and the government office's where something was imported or evaluated. A database that joins filled ones gets the same people as they have. Answers which were
 * filled.
 */
export async function ensureData(wanted: DataWanted): Promise<readonly MinistryName[]> {
  const states = await Promise.all(
    Array.from(wanted.targets, async ([ministry, ownerUrl]) => {
      await using client = await connected(ownerUrl)
      const { digest } = await ministryTables(ministry)
      const record = await readLoadRecord(client)
      // What was observed is not made anew; ensure-indicators.ts brings its tables up to date.
      const isFit = async () =>
        record?.digest === digest || (ministry === 'steering' && (await keptHistory(ownerUrl)) > 0)
      const usable = record !== undefined && record.finished && (await isFit())
      return { ministry, ownerUrl, usable, record: usable ? record : undefined }
    }),
  )
  const missing = states.filter(({ usable }) => !usable)
  if (missing.length === 0) return []
  const like = states.find(({ ministry, usable }) => usable && ministry !== 'reference')?.record
  await loadData({
    people: like?.people ?? wanted.people,
    seed: like?.seed ?? wanted.seed,
    dirt: like?.dirt ?? wanted.dirt,
    recordSecret: wanted.recordSecret,
    targets: new Map(missing.map(({ ministry, ownerUrl }) => [ministry, ownerUrl])),
    ...(wanted.onProgress === undefined ? {} : { onProgress: wanted.onProgress }),
  })
  return missing.map(({ ministry }) => ministry)
}
