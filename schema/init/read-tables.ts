import type { RecordClass } from '../../auth/record-class.ts'
import { maxLabel } from './annotate-column.ts'
import { columnId, type Sampled, tableId } from './database-facts.ts'
import type {
  ColumnClass,
  ColumnDraft,
  Guess,
  SharedJoin,
  TableDraft,
  TableReading,
} from './draft.ts'
import type { DraftJoins } from './draft-joins.ts'
import { isRecordKey } from './draft-tables.ts'
import { findSubject, type Subject } from './find-subject.ts'
import { nameTokens } from './name-tokens.ts'
import { personalLook, type PersonalLook } from './personal-look.ts'

export interface ReadOptions {
  readonly sampled: Sampled
  /** Whether prepare.sql is to add record keys, which totals of persons' rows need. */
  readonly addsRecordKeys: boolean
}

export interface ReadTables {
  /** By `tableId`. */
  readonly readings: ReadonlyMap<string, TableReading>
  readonly guesses: readonly Guess[]
}

/** Rows that a list of codes has at most. */
const maxCatalogueRows = 20_000
const maxCatalogueColumns = 12

/** Concludes of each table whether it is about persons, whose rows they are, and what each column tells. */
export function readTables(
  tables: readonly TableDraft[],
  drafted: DraftJoins,
  options: ReadOptions,
): ReadTables {
  const guesses: Guess[] = []
  const readings = new Map<string, TableReading>()
  const pointedAt = new Set([...drafted.joins.values()].flat().map(({ to }) => tableId(to.facts)))
  for (const table of tables) {
    const looks = new Map(
      table.columns.map(({ facts }) => [
        facts.column,
        personalLook(facts, options.sampled.get(columnId(table.facts, facts.column))),
      ]),
    )
    const id = tableId(table.facts)
    const isList = isCatalogue(table, looks, pointedAt.has(id))
    const subject = isList ? undefined : findSubject(table, drafted.joins)
    const isPerson = subject !== undefined || (!isList && namesPersons(looks))
    const kind = isPerson ? 'person' : isList ? 'catalogue' : 'record'
    const shared = drafted.shared.get(id) ?? []
    const reading = readingOf(table, { kind, subject, looks, shared, options })
    readings.set(id, reading)
    guesses.push(...guessesOf(table, reading, looks), ...subjectGuesses(table, subject))
  }
  return { readings, guesses }
}

type Looks = ReadonlyMap<string, PersonalLook | undefined>

interface Found {
  readonly kind: TableReading['kind']
  readonly subject: Subject | undefined
  readonly looks: Looks
  readonly shared: readonly SharedJoin[]
  readonly options: ReadOptions
}

function readingOf(table: TableDraft, found: Found): TableReading {
  const { kind, subject, looks, shared } = found
  const recordKey = kind === 'person' ? recordKeyOf(table, found) : undefined
  const classes =
    kind === 'person'
      ? new Map(table.columns.map((column) => [column.facts.column, classOf(table, column, looks)]))
      : new Map<string, ColumnClass>()
  return {
    kind,
    ...(subject === undefined ? {} : { subject: { via: subject.via, column: subject.column } }),
    classes,
    scopes:
      kind === 'catalogue'
        ? []
        : shared.flatMap(({ entity, column }) =>
            entity === 'Person'
              ? []
              : [
                  {
                    by: entity === 'Province' ? 'PROVINCE' : 'COMMUNE',
                    column: column.facts.column,
                  } as const,
                ],
          ),
    ...(recordKey === undefined ? {} : { recordKey }),
    hasTotals: kind !== 'person' || recordKey !== undefined,
  }
}

/** Only of tables whose rows have a subject: totals of the others would be under no control. */
function recordKeyOf({ facts }: TableDraft, { subject, options }: Found): string | undefined {
  if (subject === undefined) return undefined
  const own = facts.columns.find((column) => isRecordKey(column) && !column.nullable)
  if (own !== undefined) return own.column
  const isTable = facts.kind === 'table' || facts.kind === 'partitioned table'
  return options.addsRecordKeys && isTable ? 'record_key' : undefined
}

/** Names, birth dates, personal numbers, ethnicity and health: what only persons have. */
function namesPersons(looks: Looks): boolean {
  return [...looks.values()].some(
    (look) =>
      look !== undefined &&
      (look.mask !== undefined || / (HEALTH|ETHNICITY)$/.test(look.recordClass)),
  )
}

function isCatalogue({ facts }: TableDraft, looks: Looks, isPointedAt: boolean): boolean {
  if ([...looks.values()].some((look) => look?.mask !== undefined)) return false
  const words = ` ${nameTokens(`${facts.schema} ${facts.table}`).join(' ')} `
  if (/ (danh muc|dm|catalog|catalogue|lookup|categories) /.test(words)) return true
  return (
    isPointedAt &&
    facts.rows >= 0 &&
    facts.rows <= maxCatalogueRows &&
    facts.columns.length <= maxCatalogueColumns &&
    facts.foreignKeys.every((one) => one.schema === facts.schema && one.table === facts.table)
  )
}

function classOf(table: TableDraft, column: ColumnDraft, looks: Looks): ColumnClass {
  const look = looks.get(column.facts.column)
  if (look !== undefined) {
    const mask = maskOf(look, column)
    return { recordClass: look.recordClass, ...(mask === undefined ? {} : { mask }) }
  }
  if (isFree(column)) return { recordClass: 'RESTRICTED IDENTITY' }
  return { recordClass: usualClass(table, looks) }
}

function maskOf({ mask }: PersonalLook, { type, list }: ColumnDraft): PersonalLook['mask'] {
  if (list || mask === 'NUMBER') return undefined
  const fits = mask === 'NAME' ? 'String' : 'Date'
  return type === fits ? mask : undefined
}

/** May hold anything, so that nobody may read it until somebody has looked. */
function isFree({ type, list, enum: values, facts }: ColumnDraft): boolean {
  if (type === 'JSON') return true
  if (values !== undefined) return false
  return type === 'String' && (list || (facts.length ?? Infinity) > maxLabel)
}

function usualClass({ facts, columns }: TableDraft, looks: Looks): RecordClass {
  const byTable = personalLook(
    { ...emptyColumn, column: facts.table, comment: facts.comment },
    undefined,
  )
  if (byTable?.recordClass.endsWith(' HEALTH') === true) return byTable.recordClass
  const isPersons = columns.some(
    ({ facts: { column } }) => looks.get(column)?.isPersonalNumber === true,
  )
  return isPersons ? 'BASIC IDENTITY' : 'BASIC PROPERTY'
}

const emptyColumn = {
  type: '',
  written: '',
  element: undefined,
  labels: [],
  labelsOf: 'none',
  nullable: false,
  length: undefined,
  checks: [],
  distinct: 0,
} as const

function guessesOf(table: TableDraft, reading: TableReading, looks: Looks): readonly Guess[] {
  const kind: Guess = {
    coordinate: table.type,
    what: kindTexts[reading.kind],
    reason: kindReason(table, reading),
    confidence: reading.kind === 'record' ? 'low' : 'medium',
    about: 'access',
  }
  const classes = table.columns.flatMap(({ facts, field }): Guess[] => {
    const known = reading.classes.get(facts.column)
    if (known === undefined) return []
    const look = looks.get(facts.column)
    const masked = known.mask === undefined ? '' : `, masked as ${known.mask}`
    return [
      {
        coordinate: `${table.type}.${field}`,
        what: `${known.recordClass}${masked}`,
        reason: look?.reason ?? `nothing about it stands out; it is on a record about a person`,
        confidence: look?.confidence ?? 'low',
        about: 'person',
      },
    ]
  })
  return [kind, ...classes]
}

const kindTexts = {
  catalogue: 'a list of codes about nobody: every role may read it',
  record:
    'about no person: nobody reads its rows until the role table says who, and analysts count them exactly',
  person:
    'about persons: the person reads the own rows, analysts count under disclosure control, nobody else reads any',
} as const

function kindReason({ facts }: TableDraft, { kind, subject }: TableReading): string {
  if (kind === 'catalogue') return `its name, or that others point at its ${facts.rows} rows`
  if (kind === 'record')
    return 'no column of it looks personal, and no foreign key leads to a person'
  return subject === undefined
    ? 'columns of it look personal, but no way to a personal number was found: without a subject it has no totals'
    : 'its rows lead to a personal number'
}

function subjectGuesses(table: TableDraft, subject: Subject | undefined): readonly Guess[] {
  if (subject === undefined) return []
  const way = [...subject.via.map(({ field }) => field), subject.column.field].join('.')
  const others = subject.others.length === 0 ? '' : `; other ways: ${subject.others.join(', ')}`
  return [
    {
      coordinate: table.type,
      what: `its rows are about the person of ${way}`,
      reason: `the shortest way to a personal number${others}`,
      confidence: subject.others.length > 0 || subject.via.length > 1 ? 'low' : 'medium',
      about: 'person',
    },
  ]
}
