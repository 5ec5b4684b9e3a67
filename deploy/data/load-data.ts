import { setImmediate } from 'node:timers/promises'
import { recordKeys } from '../../auth/record-key.ts'
import type { MinistryRows } from '../../subgraphs/kit/synthetic/ministry-rows.ts'
import { households } from '../../subgraphs/kit/synthetic/households.ts'
import { recordKeyTexts } from '../../subgraphs/kit/synthetic/record-key-text.ts'
import type { World } from '../../subgraphs/kit/synthetic/world.ts'
import { referenceRows } from '../../subgraphs/reference/synthetic.ts'
import type { MinistryName } from '../ministry-name.ts'
import { keptHistory } from '../steering/kept-history.ts'
import { catalogueFrom } from './catalogue-from.ts'
import { copyWriter, type CopyWriter } from './copy-writer.ts'
import { finishDatabase } from './finish-database.ts'
import { prepareDatabase } from './prepare-database.ts'
import { synthetic } from './synthetic.ts'

export interface LoadOptions {
  /** People in the population register, the dead included; at least 1. */
  readonly people: number
  readonly seed: number
  /** Share of records with a known kind of dirt, 0 to 1. */
  readonly dirt: number
  /** What record keys are made with. */
  readonly recordSecret: Uint8Array
  /** URL of the owner role of each database to fill. Their present rows are replaced. */
  readonly targets: ReadonlyMap<MinistryName, string>
  /** Whether what was imported and evaluated of indicators may go too; it stays, and the call fails, unless told. */
  readonly replacesHistory?: boolean
  readonly onProgress?: (progress: LoadProgress) => void
}

export type LoadProgress =
  | { readonly phase: 'rows'; readonly people: number; readonly of: number }
  | { readonly phase: 'keys'; readonly ministries: number; readonly of: number }

/** Rows by table and dirt by kind, for each ministry that was filled. */
export type LoadSummary = ReadonlyMap<MinistryName, MinistrySummary>

export interface MinistrySummary {
  readonly rows: Readonly<Record<string, number>>
  readonly dirt: Readonly<Record<string, number>>
}

interface Target {
  readonly ministry: MinistryName
  readonly ownerUrl: string
  readonly rows: MinistryRows
}

/**
 * Fills the ministries' databases with the same invented people, row for row the same for the same
 * people, seed, dirt and secret. Rows are streamed, so memory does not grow with their number. A database whose
 * load was interrupted stays marked as unfinished (`lien_thong.load`). Throws, and touches nothing, where observations of
 * indicators would be lost.
 */
export async function loadData(options: LoadOptions): Promise<LoadSummary> {
  const { people, seed, dirt } = options
  await expectNoHistory(options)
  const recordKey = recordKeyTexts(recordKeys(options.recordSecret))
  const catalogue = catalogueFrom(referenceRows())
  const world: World = { catalogue, people, seed, dirt, recordKey }
  const targets = Array.from(options.targets, ([ministry, ownerUrl]): Target => {
    return { ministry, ownerUrl, rows: synthetic[ministry](world) }
  })
  await Promise.all(
    targets.map(({ ministry, ownerUrl }) =>
      prepareDatabase({ ministry, ownerUrl, load: { people, seed, dirt } }),
    ),
  )
  await writeRows(world, targets, options)
  let done = 0
  const summaries = await Promise.all(
    targets.map(async ({ ministry, ownerUrl, rows }) => {
      const summary = {
        rows: Object.fromEntries(rows.tables.map((lines) => [lines.table, lines.rows])),
        dirt: rows.dirt,
      }
      await finishDatabase(ministry, ownerUrl, summary)
      options.onProgress?.({ phase: 'keys', ministries: (done += 1), of: targets.length })
      return [ministry, summary] as const
    }),
  )
  return new Map(summaries)
}

async function expectNoHistory({ targets, replacesHistory }: LoadOptions): Promise<void> {
  const ownerUrl = targets.get('steering')
  if (ownerUrl === undefined || replacesHistory === true) return
  const kept = await keptHistory(ownerUrl)
  if (kept === 0) return
  throw new Error(
    `steering: ${kept} observations were imported or evaluated, and would be lost; ` +
      'fill the other databases (--ministry), or say --replace-history',
  )
}

/** Makes the rows once and sends each to its table, as fast as the slowest database takes them. */
async function writeRows(
  world: World,
  targets: readonly Target[],
  { onProgress }: LoadOptions,
): Promise<void> {
  const writers: CopyWriter[] = []
  try {
    for (const { ownerUrl, rows } of targets) {
      for (const lines of rows.tables) writers.push(await copyWriter(ownerUrl, lines))
    }
    let made = 0
    let told = 0
    for (const household of households(world)) {
      for (const { rows } of targets) rows.household(household)
      for (const writer of writers) {
        const behind = writer.flushWhenFull()
        if (behind !== undefined) await behind
      }
      made += household.members.length + household.deceased.length
      if (made - told >= 1000 || made === world.people) {
        told = made
        onProgress?.({ phase: 'rows', people: made, of: world.people })
        // While the databases keep up nothing here waits: let signals and sockets be heard.
        await setImmediate()
      }
    }
    for (const { rows } of targets) rows.finish()
    await Promise.all(writers.map((writer) => writer.commit()))
  } finally {
    await Promise.all(writers.map((writer) => writer.close()))
  }
}
