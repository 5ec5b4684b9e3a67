import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'

export const statuses = [
  'OVERDUE',
  'AT_RISK',
  'REPORTED',
  'ON_TIME',
  'NOT_STARTED',
  'DONE_LATE',
  'DONE',
  'CANCELLED',
] as const

export type Status = (typeof statuses)[number]

export interface Evidence {
  readonly version: number
  readonly kind: 'INDICATOR' | 'DOCUMENT'
  readonly document: string | null
  readonly indicatorCode: string | null
  readonly indicator: { readonly name: string; readonly nameEn: string } | null
  readonly areaCode: string | null
  readonly period: string | null
  readonly wanted: number | null
  readonly observed: number | null
  readonly met: boolean | null
  readonly withdrawnVersion: number | null
}

export interface Change {
  readonly version: number
  readonly kind: string
  readonly at: string
  readonly actor: string
}

export interface Task {
  readonly id: string
  readonly version: number
  readonly parentId: string | null
  readonly person: string
  readonly work: string
  readonly responsibility: string
  readonly startOn: string
  readonly dueOn: string
  readonly result: string
  readonly basis: string | null
  readonly ministry: string
  readonly province: { readonly name: string | null } | null
  readonly status: Status
  readonly state: 'OPEN' | 'DONE' | 'CANCELLED'
  readonly finishedOn: string | null
  readonly synthetic: boolean
  readonly evidence: readonly Evidence[]
  readonly history: readonly Change[]
}

/** What the board is narrowed by; empty text narrows nothing. */
export interface Narrowed {
  readonly status: string
  readonly ministry: string
  readonly provinceCode: string
}

export interface TaskPage {
  readonly tasks: {
    readonly totalCount: number
    readonly nodes: readonly Task[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

/** One page of the tasks that fit, the first due first. */
export async function readTasks(
  narrowed: Narrowed,
  after: string | null,
  signal: AbortSignal,
): Promise<TaskPage['tasks']> {
  const given = Object.entries(narrowed).filter(([, value]) => value !== '')
  const where = Object.fromEntries(given.map(([name, value]) => [name, { eq: value }]))
  const variables = { where, after }
  const { tasks } = await askWhole<TaskPage>({ query: pageDocuments.tasks, variables }, signal)
  return tasks
}

interface Group {
  readonly key: {
    readonly status: Status
    readonly ministry?: string
    readonly province?: { readonly code: string; readonly name: string | null } | null
  }
  readonly count: number
}

/** How many tasks have which status, of a ministry or a province. */
export interface Progress {
  /** Empty for the nation. */
  readonly id: string
  readonly name: string | null
  readonly counts: Readonly<Partial<Record<Status, number>>>
}

/** Counts by ministry and by province, each place once. */
export async function readProgress(
  signal: AbortSignal,
): Promise<{ readonly ministries: readonly Progress[]; readonly provinces: readonly Progress[] }> {
  const { ministries, provinces } = await askWhole<{
    readonly ministries: { readonly groups: readonly Group[] }
    readonly provinces: { readonly groups: readonly Group[] }
  }>({ query: pageDocuments.taskProgress }, signal)
  return {
    ministries: placed(ministries.groups, ({ key }) => [key.ministry ?? '', null]),
    provinces: placed(provinces.groups, ({ key }) => [
      key.province?.code ?? '',
      key.province?.name ?? null,
    ]),
  }
}

function placed(
  groups: readonly Group[],
  placeOf: (group: Group) => readonly [id: string, name: string | null],
): readonly Progress[] {
  const places = new Map<string, Progress>()
  for (const group of groups) {
    const [id, name] = placeOf(group)
    const { counts } = places.get(id) ?? { counts: {} }
    places.set(id, { id, name, counts: { ...counts, [group.key.status]: group.count } })
  }
  return [...places.values()].sort((a, b) => a.id.localeCompare(b.id))
}

/** What is reported on a task. The key makes sure that it is done once, however often it is sent. */
export type Report =
  | { readonly kind: 'state'; readonly state: 'OPEN' | 'DONE' }
  | { readonly kind: 'document'; readonly document: string }

/** Reports on the version of a task that was read. Fails with Refused: CONFLICT where it has another by now. */
export async function reportOn(
  { id, version }: Pick<Task, 'id' | 'version'>,
  report: Report,
  key: string,
): Promise<void> {
  const base = { key, id, version }
  if (report.kind === 'state')
    await askWhole({
      query: pageDocuments.changeTask,
      variables: { ...base, task: { state: report.state } },
    })
  else
    await askWhole({
      query: pageDocuments.addTaskEvidence,
      variables: { ...base, evidence: { document: report.document } },
    })
}
