import DataLoader from 'dataloader'
import type { Sql } from 'sql-template-tag'
import type { ReadClass } from '../../auth/class-table.ts'
import { forbidden } from '../../auth/forbidden.ts'
import type { Grants } from '../../auth/grants.ts'
import type { Permission } from '../../auth/permission.ts'
import type { Masks } from '../../auth/mask.ts'
import type { PersonKeys } from '../../auth/person-keys.ts'
import { opens, type Purpose } from '../../auth/purpose.ts'
import type { MinistryRequest } from '../../auth/verify-ministry.ts'
import type { TableType } from '../../schema/model/model.ts'
import type { Cursors } from './cursor.ts'
import type { DisclosureDesk } from './disclosure/desk.ts'
import type { RowAccess } from './row-access.ts'
import type { RowCapture } from './rows/captured-rows.ts'
import type { AnswerBudget } from './answer-budget.ts'
import { accessOf } from './access-of.ts'
import { covers } from './covers.ts'
import type { ShownPersons } from './shown-persons.ts'
import type { QualityBook } from './quality/quality-book.ts'
import type { UsableRollup } from './rollup/rollup-book.ts'
import type { MinistryMeters } from './telemetry/ministry-meters.ts'
import type { RequestTrace } from './telemetry/request-trace.ts'
import type { Snapshot } from './snapshot.ts'
import type { Source } from './source.ts'
import type { Row } from './sql/select.ts'

/** For rows, or for totals over rows: another permission opens each. */
export type Act = 'read' | 'stats'

/** What resolvers of one request share. */
export interface RequestContext {
  readonly source: Source
  readonly request: MinistryRequest
  readonly grants: Grants
  /** Why records of persons are read, where the gateway vouches for a purpose of the caller's roles. */
  readonly purpose: Purpose | undefined
  /** How the caller sees who a person is. */
  readonly masks: Masks
  readonly snapshot: Snapshot
  /** Writes the ministry's own changes, until the request's deadline; absent where it has nothing to write, or no way. */
  readonly write?: ((statement: Sql) => Promise<readonly Row[]>) | undefined
  /** The request's id in the gateway's journal. */
  readonly requestId: string
  readonly cursors: Cursors
  readonly budget: AnswerBudget
  /** Whose records the answer holds. */
  readonly persons: ShownPersons
  readonly personKeys: PersonKeys
  readonly disclosure: DisclosureDesk
  /** Absent where nobody counts. */
  readonly meters?: MinistryMeters | undefined
  /** Absent where the request is not traced. */
  readonly trace?: RequestTrace | undefined
  /** Keys that the caller looked up exactly: what a `byKey` grant opens. */
  readonly lookedUp: Set<string>
  /** Closed groups of rows that the caller's role and purpose open. */
  readonly compartments: readonly string[]
  /** What fields of the request share: loaders and plans, by name. */
  readonly shared: Map<string, unknown>
  /** Rollups that the request may ask. */
  readonly rollups: readonly UsableRollup[]
  /** Those that it asked, by name, each with the moment that it stands for (ISO 8601). */
  readonly usedRollups: Map<string, string>
  /** What was judged of the ministry's data, and how good they are. */
  readonly quality?: QualityBook | undefined
  /** The same request from its beginning, with a snapshot of its own; where another server may answer it. */
  readonly anew?: () => Promise<RequestContext | undefined>
  /** Takes what would be answered, where rows are streamed. */
  readonly capture?: RowCapture
}

/** The rows of a type that the caller may read, or count. Fails with FORBIDDEN where none are. */
export function rowAccess(context: RequestContext, type: TableType, act: Act): RowAccess {
  const access = accessFor(context, act === 'read' ? type.read : type.stats, type.name)
  // A compartment is open for the rows that its reader reads: not for everybody's, which another role counts.
  return act === 'read' || holdsCounted(context, type) ? access : { ...access, compartments: [] }
}

/**
 * Whether the caller may read every row of the type that it may count, and does so for a purpose that opens
 * such records: then its statistics are exact, and say of one person what the rows say. Reading some rows is
 * not enough: who reads the own record and counts everybody's must not count what one other person is.
 */
export function mayReadCounted(context: RequestContext, type: TableType): boolean {
  return holdsCounted(context, type) && opens(context.purpose, entryClasses(type))
}

/** The same by the caller's permissions alone, whatever the purpose. */
export function holdsCounted(context: RequestContext, type: TableType): boolean {
  const read = accessOf(context.grants, type.read, context)
  const counted = accessOf(context.grants, type.stats, context)
  return read !== undefined && counted !== undefined && covers(read, counted)
}

/** What it touches to know that there is a row: the classes of its key; of a type without one, of all. */
function entryClasses({ columns, entityKeys }: TableType): readonly ReadClass[] {
  const fields = entityKeys.length > 0 ? entityKeys.flat() : [...columns.keys()]
  return fields.flatMap((field) => columns.get(field)?.recordClass ?? [])
}

/** The rows that any one of the permissions opens. */
export function accessFor(
  context: RequestContext,
  permissions: readonly Permission[],
  coordinate: string,
): RowAccess {
  const access = accessOf(context.grants, permissions, context)
  if (access === undefined) throw forbidden([coordinate])
  return access
}

/** Made once a request, by name: the same field of many parents shares its plan and its loader. */
export function shared<Value>(
  { shared: known }: RequestContext,
  name: string,
  make: () => Value,
): Value {
  if (known.has(name)) return known.get(name) as Value
  const made = make()
  known.set(name, made)
  return made
}

/** The request's loader of that name; keys are compared as JSON. */
export function loader<Key, Value>(
  context: RequestContext,
  name: string,
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
): DataLoader<Key, Value, string> {
  return shared(
    context,
    `loader ${name}`,
    () => new DataLoader<Key, Value, string>(load, { cacheKeyFn: (key) => JSON.stringify(key) }),
  )
}
