import type { Cell } from './cell.ts'
import type { Control, StatisticsHouse } from './house.ts'
import type { Known } from './known.ts'
import type { Observation } from './observation.ts'
import { at, numberAt, type Reply } from './reply.ts'
import type { Survey } from './survey.ts'
import type { Where } from './where.ts'

/** All that an attacker has: the public door, the schema and the catalogues, and a number of questions. */
export interface Door {
  readonly cells: readonly Cell[]
  readonly known: Known
  /** Questions left; each field of a document is one. */
  left(): number
  /** Figures looked at, and those of them that were there. */
  readonly seen: () => { readonly looked: number; readonly shown: number }
  /** Asks a ministry, or the gateway; `fields` is how many questions the document holds. */
  ask(door: string, query: string, variables: unknown, fields?: number): Promise<Reply>
  /** Totals under each condition, as aliases of few documents; undefined where refused. */
  totals(
    survey: Survey,
    wheres: readonly Where[],
    select: string,
    aliasesOfADocument?: number,
  ): Promise<readonly unknown[]>
  /** Groups as `data.g` of an answer. */
  groups(survey: Survey, where: Where, of: { args: string; select: string }): Promise<Reply>
  /** Rows under each condition. */
  counts(survey: Survey, wheres: readonly Where[]): Promise<readonly Observation[]>
  /** The same door as another analyst, out of the same number of questions. */
  as(analyst: string): Door
  /** Whether the answers are exact, as their status says. */
  readonly isExact: boolean
  /** An answer with the noise that it admits to. */
  observed(survey: Survey, cell: unknown, ...path: readonly string[]): Observation
  /** Numbers between 0 and 1, the same in every run. */
  random(): number
}

export interface DoorOptions {
  readonly attack: string
  readonly cells: readonly Cell[]
  readonly budget: number
  readonly control: Control
}

/** Variance of the published perturbation table (docs/disclosure.md). */
export const noiseVariance = 4
const aliasesOfADocument = 20

export function openDoor(house: StatisticsHouse, options: DoorOptions): Door {
  const { attack, cells, budget, control } = options
  let spent = 0
  const seen = { looked: 0, shown: 0 }
  const random = seeded(attack)
  const observed: Door['observed'] = (survey, cell, ...path) => {
    const value = numberAt(cell, ...path)
    seen.looked++
    if (value !== null) seen.shown++
    const status = at(cell, 'disclosure', 'status')
    const isNoisy = status === 'PERTURBED' || status === 'PARTIAL'
    return { value, variance: isNoisy ? noiseVariance * survey.rowsPerPerson ** 2 : 0 }
  }
  const doorOf = (analyst: string): Door => {
    const ask: Door['ask'] = (door, query, variables, fields = 1) => {
      spent += fields
      return house.ask({ control, door, analyst }, query, variables)
    }
    const document = async (survey: Survey, wheres: readonly Where[], select: string) => {
      const { type, root, ministry } = survey
      const parameters = wheres.map((_, i) => `$w${i}: ${type}Filter`).join(', ')
      const fields = wheres.map(
        (_, i) => `q${i}: ${root}Totals(where: $w${i}) { ${select} disclosure { status } }`,
      )
      const variables = Object.fromEntries(wheres.map((where, i) => [`w${i}`, where]))
      const query = `query(${parameters}) { ${fields.join(' ')} }`
      const { data } = await ask(ministry, query, variables, wheres.length)
      return data ?? undefined
    }
    const totals: Door['totals'] = async (survey, wheres, select, width = aliasesOfADocument) => {
      const found: unknown[] = []
      for (let from = 0; from < wheres.length; from += width) {
        const part = wheres.slice(from, from + width)
        const data = await document(survey, part, select)
        if (data !== undefined) found.push(...part.map((_, i) => at(data, `q${i}`)))
        // One refusal takes the others of its document along: ask each alone.
        else if (part.length > 1)
          for (const where of part) found.push(at(await document(survey, [where], select), 'q0'))
        else found.push(undefined)
      }
      return found
    }
    const counts: Door['counts'] = async (survey, wheres) =>
      (await totals(survey, wheres, 'count')).map((one) => observed(survey, one, 'count'))
    const groups: Door['groups'] = async ({ ministry, type, root }, where, { args, select }) => {
      const query = `query($where: ${type}Filter) { g: ${root}Groups(where: $where, ${args}) { ${select} } }`
      return ask(ministry, query, { where })
    }
    return {
      cells,
      known: house.known,
      left: () => budget - spent,
      seen: () => seen,
      ask,
      totals,
      counts,
      groups,
      as: doorOf,
      isExact: control === 'off',
      observed,
      random,
    }
  }
  return doorOf(`analyst of ${attack}`)
}

/** A small generator (mulberry32), so that every run asks the same. */
function seeded(name: string): () => number {
  let state = 7
  for (const letter of name) state = Math.imul(state, 31) + (letter.codePointAt(0) ?? 0)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
