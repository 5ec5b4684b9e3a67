import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { openModel } from '../subgraphs/kit/open-source.ts'
import { qualityPlans } from '../subgraphs/kit/quality/quality-plan.ts'
import { prepareQuality } from '../subgraphs/kit/quality/quality-tables.ts'
import {
  refreshQuality as refreshTable,
  type Passed,
  type QualityRefresh,
} from '../subgraphs/kit/quality/refresh-quality.ts'
import { asOwner } from './as-owner.ts'
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
  const reader = `${ministry.name}_reader`
  await asOwner({ model, ownerUrl, what: 'quality', signal }, async (owner, source) => {
    await prepareQuality(owner, plans, reader)
    return plans.map((plan) => ({
      name: plan.type.name,
      make: async () => {
        const begun = performance.now()
        const passed = await refreshTable(owner, plan, { ...wanted, source, codes, reader })
        wanted.onPassed?.(passed, performance.now() - begun)
      },
    }))
  })
}

/** The names of a ministry's types that have rules. */
export function judgedTypes(ministry: Ministry): readonly string[] {
  return qualityPlans(openModel(ministry.name, ministry.schemaFile)).map(({ type }) => type.name)
}
