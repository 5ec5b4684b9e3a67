import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'

/** The registered purpose under which inspectors read the journal. */
const inspection = 'access-inspection'

export const findings = ['JUSTIFIED', 'NEEDS_EXPLANATION', 'NOT_JUSTIFIED'] as const
export type Finding = (typeof findings)[number]

/** An emergency access: a run of a scenario, or a request outside of any. */
export interface Emergency {
  readonly id: string
  readonly at: string
  readonly dueAt: string
  readonly overdue: boolean
  readonly finding: Finding | null
  readonly version: number
  readonly findings: readonly {
    readonly version: number
    readonly at: string
    readonly reviewer: string
    readonly finding: Finding
    readonly note: string
  }[]
  readonly caller: string
  readonly roles: readonly string[]
  readonly agency: string | null
  readonly purpose: {
    readonly id: string
    readonly title: string | null
    readonly titleEn: string | null
    readonly reference: string | null
  } | null
  readonly scenario: string | null
  readonly scenarioVersion: number | null
  readonly reason: string | null
  readonly parameters: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly intact: boolean | null
  readonly requests: number
  readonly refused: number
  readonly personCount: number
  readonly classes: readonly string[]
  readonly operations: readonly string[]
}

export interface EmergencyPage {
  readonly nodes: readonly Emergency[]
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

export interface EmergencyFilter {
  /** Those that await a conclusion, or those that have one. */
  readonly open: boolean
  /** Of one credential, by its whole name; empty: of all. */
  readonly caller: string
}

/** One page of emergency accesses, newest first. */
export async function readEmergencies(
  { open, caller }: EmergencyFilter,
  after: string | null,
  signal: AbortSignal,
): Promise<EmergencyPage> {
  const variables = {
    open,
    ...(caller === '' ? {} : { caller }),
    ...(after === null ? {} : { after }),
  }
  const { emergencyAccesses } = await askWhole<{ readonly emergencyAccesses: EmergencyPage }>(
    { query: pageDocuments.emergencies, variables, purpose: inspection },
    signal,
  )
  return emergencyAccesses
}

/** Adds a finding to the version that was read. Fails with Refused: CONFLICT where another came meanwhile. */
export async function addFinding(
  { id, version }: Pick<Emergency, 'id' | 'version'>,
  given: { readonly finding: Finding; readonly note: string },
  key: string,
): Promise<void> {
  await askWhole({
    query: pageDocuments.review,
    variables: { key, id, version, ...given },
    purpose: inspection,
  })
}
