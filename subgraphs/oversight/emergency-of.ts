import { createHash } from 'node:crypto'
import type { Row } from '../kit/sql/select.ts'
import { purposeOf, type RequestRecord } from './journal.ts'
import { concluded } from './concluded.ts'

const hourMs = 3_600_000
/** Of one access, at most, that are named. */
const maxOperations = 100

/** What the gateway kept of a run (gateway/audit/scenario-runs.ts). */
interface Statement {
  readonly code: string
  readonly version: number
  readonly purpose: string
  readonly roles: readonly string[]
  readonly agency?: string
  readonly reason: string
  readonly parameters: Readonly<Record<string, unknown>>
}

interface Finding {
  readonly version: number
  readonly at: string
  readonly finding: string
}

interface Marked extends RequestRecord {
  readonly scenario?: {
    readonly code: string
    readonly version: number
    readonly statement: string
  }
}

/** An emergency access as the schema has it, from a row of the journal, the run that was stated and the findings. */
export function emergencyOf(row: Row, hours: number): Row {
  const asked = (row['bodies'] as readonly string[] | null)?.map(
    (text) => JSON.parse(text) as Marked,
  )
  const said = statementOf(row)
  const findings = JSON.parse(String(row['findings'])) as readonly Finding[]
  const newest = findings.at(-1)
  const dueAt = new Date(new Date(String(row['at'])).getTime() + hours * hourMs)
  const isOpen = !concluded.some((one) => one === newest?.finding)
  return {
    id: row['id'],
    at: row['at'],
    dueAt: dueAt.toISOString(),
    overdue: isOpen && dueAt.getTime() < Date.now(),
    finding: newest?.finding ?? null,
    version: findings.length,
    findings: findings.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    caller: row['caller'],
    ...whoAndWhy(asked?.[0], said),
    intact: intactOf(row, asked ?? []),
    requests: row['requests'],
    refused: row['refused'],
    personCount: row['persons'] ?? 0,
    classes: sorted((asked ?? []).flatMap(({ classes }) => classes)),
    operations: sorted((asked ?? []).flatMap(({ operation }) => operation ?? [])).slice(
      0,
      maxOperations,
    ),
  }
}

/** As the run says; without one as its first request does. */
function whoAndWhy(first: Marked | undefined, said: Statement | undefined): Row {
  const { roles = [], agency = null, purpose } = said ?? first ?? {}
  return { roles, agency, purpose: purposeOf(purpose), ...runOf(first, said) }
}

function runOf(first: Marked | undefined, said: Statement | undefined): Row {
  const { code = null, version = null } = said ?? first?.scenario ?? {}
  const { reason = null, parameters = {} } = said ?? {}
  return {
    scenario: code,
    scenarioVersion: version,
    reason,
    parameters: Object.entries(parameters).map(([name, value]) => ({
      name,
      values: valuesOf(value),
    })),
  }
}

function statementOf({ statement }: Row): Statement | undefined {
  return typeof statement === 'string' ? (JSON.parse(statement) as Statement) : undefined
}

/** A code, several, or the ends of a period. */
function valuesOf(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).map(String)
  return [String(value)]
}

/** Each request's record holds the hash of what was stated: one that differs, or a statement that is gone, shows. */
function intactOf(row: Row, asked: readonly Marked[]): boolean | null {
  if (row['is_run'] !== true || asked.length === 0) return null
  const kept = row['statement']
  if (typeof kept !== 'string') return false
  const hash = createHash('sha256').update(kept).digest('hex')
  return asked.every(({ scenario }) => scenario?.statement === hash)
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}
