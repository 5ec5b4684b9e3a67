import type { DatabaseFacts } from './database-facts.ts'
import type {
  BackDraft,
  Guess,
  JoinDraft,
  LeftOut,
  SharedJoin,
  TableDraft,
  TableReading,
} from './draft.ts'
import { isVietnameseName } from '../check/vietnamese-name.ts'
import { draftBacks } from './draft-backs.ts'
import { draftJoins } from './draft-joins.ts'
import { draftTables, placeText, type SettledNames } from './draft-tables.ts'
import { type ReadOptions, readTables } from './read-tables.ts'
import type { TakenNames } from './taken-names.ts'

/** Everything that is proposed for a database, before it becomes text. */
export interface Proposal {
  /** Lower-case name of the ministry. */
  readonly name: string
  readonly facts: DatabaseFacts
  readonly tables: readonly TableDraft[]
  readonly joins: ReadonlyMap<string, readonly JoinDraft[]>
  readonly shared: ReadonlyMap<string, readonly SharedJoin[]>
  readonly readings: ReadonlyMap<string, TableReading>
  readonly backs: readonly BackDraft[]
  readonly fields: ReadonlyMap<string, TakenNames>
  readonly guesses: readonly Guess[]
  readonly leftOut: readonly LeftOut[]
}

export interface ProposeOptions extends ReadOptions {
  readonly name: string
  readonly settled: SettledNames
}

/** Draws a schema from what a database says of itself. The same facts and names give the same proposal. */
export function propose(facts: DatabaseFacts, options: ProposeOptions): Proposal {
  const { name, settled, sampled } = options
  const drafted = draftTables(facts, settled, sampled)
  const { tables } = drafted
  const joined = draftJoins(tables, settled)
  const { readings, guesses } = readTables(tables, joined, options)
  const { backs, leftOut } = draftBacks(tables, { ...joined, readings })
  return {
    name,
    facts,
    tables,
    joins: joined.joins,
    shared: joined.shared,
    readings,
    backs,
    fields: joined.fields,
    guesses: [
      ...guesses,
      ...joined.guesses,
      ...tables.flatMap(nameGuesses),
      ...tables.flatMap(keyGuesses),
    ],
    leftOut: [...drafted.leftOut, ...joined.leftOut, ...leftOut, ...tables.flatMap(keyless)],
  }
}

/** Names that were translated, or could not be and are Vietnamese still. */
function nameGuesses({ type, facts, name, columns }: TableDraft): readonly Guess[] {
  return [
    ...nameGuess(type, facts.table, name),
    ...columns.flatMap((column) =>
      nameGuess(`${type}.${column.field}`, column.facts.column, column.name),
    ),
  ]
}

function nameGuess(
  coordinate: string,
  written: string,
  { from, isVietnamese }: TableDraft['name'],
): readonly Guess[] {
  if (from === 'glossary')
    return [guessed(coordinate, `called so for ${written}`, 'the glossary of administrative words')]
  if (from === 'made')
    return [
      guessed(coordinate, `called so for ${written}`, 'nothing of its name can stand in a schema'),
    ]
  const name = coordinate.slice(coordinate.indexOf('.') + 1)
  const isRefused = isVietnameseName(name)
  if (!isVietnamese && !isRefused) return []
  const what = `kept from ${written}: give it an English name${isRefused ? ', or schema check refuses it' : ''}`
  return [{ ...guessed(coordinate, what, 'the glossary does not cover it'), confidence: 'low' }]
}

function guessed(coordinate: string, what: string, reason: string): Guess {
  return { coordinate, what, reason, confidence: 'medium', about: 'name' }
}

function keyGuesses({ type, facts, key }: TableDraft): readonly Guess[] {
  if (facts.keyKind !== 'unique' || key.length === 0) return []
  return [
    {
      coordinate: type,
      what: `its key is ${key.map(({ field }) => field).join(', ')}`,
      reason: 'it has no primary key, but a unique index over columns that are never absent',
      confidence: 'medium',
      about: 'key',
    },
  ]
}

/** What a table without a key cannot offer. */
function keyless({ facts, key }: TableDraft): readonly LeftOut[] {
  if (key.length > 0) return []
  const why =
    facts.keyKind === 'none'
      ? 'it has no primary key and no unique index'
      : 'its key cannot be served'
  return [
    {
      place: placeText(facts),
      reason: `${why}: its rows can be counted and grouped, but not paged, looked up or named by others`,
    },
  ]
}
