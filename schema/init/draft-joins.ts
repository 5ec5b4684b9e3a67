import { joinId, type TableFacts, tableId } from './database-facts.ts'
import type { ColumnDraft, Guess, JoinDraft, LeftOut, SharedJoin, TableDraft } from './draft.ts'
import { placeText, type SettledNames } from './draft-tables.ts'
import { camelCase, proposedName } from './proposed-name.ts'
import { reservedFields, type TakenNames, takenNames } from './taken-names.ts'

export interface DraftJoins {
  /** By `tableId` of the table that they start from. */
  readonly joins: ReadonlyMap<string, readonly JoinDraft[]>
  readonly shared: ReadonlyMap<string, readonly SharedJoin[]>
  /** Names of each table's fields, for those that are still to come; by `tableId`. */
  readonly fields: ReadonlyMap<string, TakenNames>
  readonly guesses: readonly Guess[]
  readonly leftOut: readonly LeftOut[]
}

/** Codes of the shared catalogues: how their words end, and how long they are. */
const entities = [
  { entity: 'Province', word: 'province', length: 2 },
  { entity: 'Commune', word: 'commune', length: 5 },
] as const

/** Makes joins of foreign keys, and joins to shared entities of columns that hold their keys. */
export function draftJoins(tables: readonly TableDraft[], settled: SettledNames): DraftJoins {
  const guesses: Guess[] = []
  const leftOut: LeftOut[] = []
  const byId = new Map(tables.map((table) => [tableId(table.facts), table]))
  const joins = new Map<string, readonly JoinDraft[]>()
  const shared = new Map<string, readonly SharedJoin[]>()
  const fields = new Map<string, TakenNames>()
  for (const table of tables) {
    const id = tableId(table.facts)
    const names = takenNames([
      ...reservedFields,
      ...(settled.members.get(table.type) ?? []),
      ...table.columns.map(({ field }) => field),
    ])
    fields.set(id, names)
    const round = { table, byId, names, settled, guesses, leftOut }
    shared.set(id, sharedJoins(round))
    joins.set(
      id,
      table.facts.foreignKeys.flatMap((foreignKey) => joinOf(round, foreignKey) ?? []),
    )
  }
  return { joins, shared, fields, guesses, leftOut }
}

interface Round {
  readonly table: TableDraft
  readonly byId: ReadonlyMap<string, TableDraft>
  readonly names: TakenNames
  readonly settled: SettledNames
  readonly guesses: Guess[]
  readonly leftOut: LeftOut[]
}

function joinOf(
  { table, byId, names, settled, leftOut }: Round,
  foreignKey: TableFacts['foreignKeys'][number],
): JoinDraft | undefined {
  const place = `${placeText(table.facts)} (${foreignKey.columns.join(', ')})`
  const to = byId.get(tableId(foreignKey))
  if (to === undefined) {
    leftOut.push({ place, reason: `it points at ${foreignKey.table}, which is not in the schema` })
    return undefined
  }
  const missing = [
    ...foreignKey.columns.filter((one) => !table.columns.some(({ facts }) => facts.column === one)),
    ...foreignKey.references.filter((one) => !to.columns.some(({ facts }) => facts.column === one)),
  ]
  if (missing.length > 0) {
    leftOut.push({ place, reason: `its columns ${missing.join(', ')} are not served` })
    return undefined
  }
  if (isCopy(table, to, foreignKey.columns)) {
    leftOut.push({
      place,
      reason: `it points at ${foreignKey.table}, a copy of a shared catalogue: the field of that catalogue answers instead`,
    })
    return undefined
  }
  const known = settled.joins.get(joinId(table.facts, foreignKey.columns))
  return { field: known ?? claimJoin(names, to, foreignKey), from: table, to, foreignKey }
}

/** Where its column is already called so, what it leads to is named. */
function claimJoin(
  names: TakenNames,
  to: TableDraft,
  foreignKey: TableFacts['foreignKeys'][number],
): string {
  const wanted = joinName(to, foreignKey)
  const ofType = camelCase(to.name.words)
  const choices = [wanted, ofType, `${wanted}${to.type}`]
  return names.claim(choices.find((one) => names.isFree(one)) ?? wanted)
}

/** `employer_code` → `employer`; what several columns point at is called like its type. */
function joinName(to: TableDraft, { columns }: TableFacts['foreignKeys'][number]): string {
  const ofType = camelCase(to.name.words)
  const [column] = columns
  if (columns.length > 1 || column === undefined) return ofType
  const { words } = proposedName(column, 'column')
  const isCode = ['code', 'id', 'number', 'uuid'].includes(words.at(-1) ?? '')
  if (isCode) return words.length > 1 ? camelCase(words.slice(0, -1)) : ofType
  const tokens = words[0] === 'id' || words[0] === 'ma' ? words.slice(1) : words
  return tokens.length === 0 ? ofType : camelCase(tokens)
}

function sharedJoins(round: Round): readonly SharedJoin[] {
  const { table, names, settled, guesses } = round
  return table.columns.flatMap((column) => {
    const found = entityOf(column)
    if (found === undefined) return []
    const { entity, reason, confidence } = found
    const wanted = entity.charAt(0).toLowerCase() + entity.slice(1)
    const known = settled.joins.get(joinId(table.facts, [column.facts.column]))
    const words = column.name.words.filter((word) => !['code', 'id', 'number'].includes(word))
    const own = words.at(-1) === wanted ? camelCase(words) : wanted
    const field = known ?? names.claim(own)
    guesses.push({
      coordinate: `${table.type}.${field}`,
      what: `${column.facts.column} is the key of the shared ${entity}`,
      reason,
      confidence,
      about: 'key',
    })
    return [{ field, entity, column }]
  })
}

function entityOf({
  type,
  list,
  facts,
  name,
}: ColumnDraft): (Pick<SharedJoin, 'entity'> & Pick<Guess, 'reason' | 'confidence'>) | undefined {
  if (list) return undefined
  if (type === 'PersonalId')
    return { entity: 'Person', reason: 'it holds personal numbers', confidence: 'high' }
  const words = name.words.filter((word) => !['code', 'id'].includes(word))
  const found = entities.find(({ word }) => words.at(-1) === word)
  const isText = ['text', 'varchar', 'bpchar'].includes(facts.type)
  if (found === undefined || !isText || name.words.at(-1) === 'name') return undefined
  const isCode = name.words.at(-1) === 'code' || name.words.at(-1) === 'id'
  if (facts.length !== found.length && !(isCode && facts.length === undefined)) return undefined
  return {
    entity: found.entity,
    reason: `its name and ${facts.length === found.length ? `its length of ${found.length}` : 'nothing else: compare its codes with the shared catalogue'}; codes changed in 2025, so that older rows may hold codes that are valid no more`,
    confidence: facts.length === found.length ? 'medium' : 'low',
  }
}

/** A table of provinces or communes of one's own. */
function isCopy(from: TableDraft, to: TableDraft, columns: readonly string[]): boolean {
  const [key] = to.key
  const [column] = columns
  if (to.key.length !== 1 || key === undefined || columns.length !== 1) return false
  const own = from.columns.find(({ facts }) => facts.column === column)
  const target = entityOf(key)?.entity
  return target !== undefined && target !== 'Person' && own !== undefined
    ? entityOf(own)?.entity === target
    : false
}
