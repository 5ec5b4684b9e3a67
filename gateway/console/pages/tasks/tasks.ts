import { pageDocuments } from '../../../trusted/page-documents.ts'
import { askWhole } from '../../api/ask.ts'
import type { SignedIn } from '../../api/session.ts'

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

/** What is said of a task; its status is computed. */
export const taskStates = ['OPEN', 'DONE', 'CANCELLED'] as const

/** Who answers for tasks. */
export const ministryIds = ['population', 'land', 'health', 'education'] as const

/** By what tasks are sorted. */
export const orders = ['DUE_ON', 'START_ON', 'CHANGED_AT', 'MINISTRY', 'ID'] as const

export type Order = (typeof orders)[number]

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
  /** By column of the task or its evidence. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
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
  readonly provinceCode: string | null
  readonly province: { readonly name: string | null } | null
  readonly status: Status
  readonly state: (typeof taskStates)[number]
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

/** One page of the tasks that fit, in an order; the last changed first. */
export async function readTasks(
  narrowed: Narrowed,
  { order, after }: { readonly order: Order; readonly after: string | null },
  signal: AbortSignal,
): Promise<TaskPage['tasks']> {
  const given = Object.entries(narrowed).filter(([, value]) => value !== '')
  const where = Object.fromEntries(given.map(([name, value]) => [name, { eq: value }]))
  const direction = order === 'CHANGED_AT' ? 'DESC' : 'ASC'
  const orderBy = [{ field: order, direction }, ...(order === 'ID' ? [] : [{ field: 'ID' }])]
  const variables = { where, orderBy, after }
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

/** Whether somebody orders tasks: a publisher of the government's office. */
export function mayOrder({
  permissions,
  agency,
}: Pick<SignedIn, 'permissions' | 'agency'>): boolean {
  return permissions.includes('steering:task:write') && agency === 'steering'
}

type Fields = Readonly<Record<string, string | number | null>>

/** A change of a task, which names the version that was read. */
export type TaskOrder =
  | { readonly kind: 'create'; readonly id: string; readonly task: Fields }
  | {
      readonly kind: 'change'
      readonly id: string
      readonly version: number
      readonly task: Fields
    }
  | {
      readonly kind: 'evidence'
      readonly id: string
      readonly version: number
      readonly evidence: Fields
    }
  | {
      readonly kind: 'withdraw'
      readonly id: string
      readonly version: number
      /** The version that added it. */
      readonly evidence: number
    }

const documents: Readonly<Record<TaskOrder['kind'], string>> = {
  create: pageDocuments.createTask,
  change: pageDocuments.changeTask,
  evidence: pageDocuments.addTaskEvidence,
  withdraw: pageDocuments.withdrawTaskEvidence,
}

/**
 * Carries out a change; the key makes sure that it is done once, however often it is sent. Fails with Refused: CONFLICT where
 * the task has another version by now.
 */
export async function changeTask({ kind, ...variables }: TaskOrder, key: string): Promise<void> {
  await askWhole({ query: documents[kind], variables: { ...variables, key } })
}
