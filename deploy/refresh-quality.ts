import { openDatabase } from '../subgraphs/kit/database.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { openModel, openSource } from '../subgraphs/kit/open-source.ts'
import { qualityPlans } from '../subgraphs/kit/quality/quality-plan.ts'
import { prepareQuality } from '../subgraphs/kit/quality/quality-tables.ts'
import {
  refreshQuality as refreshTable,
  type Passed,
  type QualityRefresh,
} from '../subgraphs/kit/quality/refresh-quality.ts'
import { qualityCodes } from './quality-codes.ts'

export interface QualityWanted extends Omit<QualityRefresh, 'source' | 'codes' | 'reader'> {
  readonly ministry: Ministry
  readonly ownerUrl: string
  /** Where shared lists are read; rules about them have no evidence where it is absent. */
  readonly referenceUrl?: string | undefined
  readonly onPassed?: (passed: Passed, ms: number) => void
  /** Aborted: what is being judged is given up, and the old figures stay. */
  readonly signal?: AbortSignal
}

/** Rows of a sample: the interval of a share of one half is then a tenth of a point wide at either side. */
export const qualitySampleRows = 1_000_000

/**
 * Judges the tables of a ministry by its rules, as the owner of its tables. One that fails leaves its old figures and
 * does not keep the others from being judged; then the call fails and names it.
 */
export async function refreshQuality(wanted: QualityWanted): Promise<void> {
  const { ministry, ownerUrl, referenceUrl, signal } = wanted
  const model = openModel(ministry.name, ministry.schemaFile)
  const plans = qualityPlans(model)
  if (plans.length === 0) return
  const codes = await qualityCodes(model, referenceUrl)
  const database = openDatabase({
    url: ownerUrl,
    poolSize: 1,
    applicationName: `lien-thong quality of ${ministry.name}`,
  })
  try {
    const source = await openSource(model, database)
    const owner = await database.pool.connect()
    const cancel = (): void => void database.cancel(owner)
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      const reader = `${ministry.name}_reader`
      await prepareQuality(owner, plans, reader)
      const failed: string[] = []
      for (const plan of plans) {
        signal?.throwIfAborted()
        const begun = performance.now()
        try {
          const passed = await refreshTable(owner, plan, { ...wanted, source, codes, reader })
          wanted.onPassed?.(passed, performance.now() - begun)
        } catch (error) {
          failed.push(`${plan.type.name}: ${error instanceof Error ? error.message : 'failed'}`)
        }
      }
      signal?.throwIfAborted()
      if (failed.length > 0) throw new Error(failed.join('; '))
    } finally {
      signal?.removeEventListener('abort', cancel)
      owner.release()
    }
  } finally {
    await database.close()
  }
}

/** The names of a ministry's types that have rules. */
export function judgedTypes(ministry: Ministry): readonly string[] {
  return qualityPlans(openModel(ministry.name, ministry.schemaFile)).map(({ type }) => type.name)
}
