import type { TableType } from '../../../schema/model/model.ts'
import { controlOf } from './control-of.ts'
import { controlledGroups } from './controlled-groups.ts'
import { significant } from '../disclosure/significant.ts'
import type { GroupKey } from '../sql/group-keys.ts'
import { keyAlias } from '../sql/groups-statement.ts'
import { measureAlias } from '../sql/measures.ts'
import type { Row } from '../sql/select.ts'
import { exactGroups } from './exact-groups.ts'
import type { Disclosure } from './disclosure.ts'
import type { Figures, GroupsPage } from './groups-page.ts'
import { groupsQuestion, type GroupsQuestion } from './groups-question.ts'
import type { Arguments, Resolver } from './resolver.ts'

/** `parcelGroups(where, groupBy, having, orderBy, first, after)`, exact or under disclosure control. */
export function rootGroups(type: TableType): Resolver {
  return (_root, args, context, info) => {
    const question = groupsQuestion(type, args, context, info)
    const control = controlOf(context, type, {
      where: args['where'],
      dimensions: question.keys.keys.map(({ dimension }) => dimension),
      measures: [...question.measures, ...question.totalMeasures],
    })
    const page =
      control === undefined
        ? exactGroups(context, question)
        : controlledGroups(context, question, control)
    return {
      groups: async () =>
        (await page.groups()).map(({ row, disclosure }) => ({ row, disclosure, question, page })),
      totals: page.totals,
      groupCount: page.groupCount,
      disclosure: page.disclosure,
      truncated: page.more,
      endCursor: async () =>
        (await page.more())
          ? context.cursors.seal(question.place, [String(question.offset + question.size)])
          : null,
    }
  }
}

/** One group of an answer: its figures, and where they stand. */
interface Group extends Figures {
  readonly question: GroupsQuestion
  readonly page: GroupsPage
}

/** Resolvers of a group type; those of its figures aside. */
export const groupFields: Readonly<Record<string, Resolver>> = Object.freeze({
  key: (source) => {
    const { question, row = {} } = source as Group
    return keyOf(question.keys.keys, row)
  },
  share: async (source) => {
    const { page, row, disclosure } = source as Group
    const all = numberOf((await page.totals()).row?.['$count'])
    const part = numberOf(row?.['$count'])
    return part === undefined || all === undefined || all === 0
      ? null
      : quotient(part, all, disclosure)
  },
  ratio: (source, { of, to }) => {
    const { question, row, disclosure } = source as Group
    const numerator = numberOf(row?.[measureAlias(question.measureOf(of))])
    const denominator = numberOf(row?.[measureAlias(question.measureOf(to))])
    if (numerator === undefined || denominator === undefined || denominator === 0) return null
    return quotient(numerator, denominator, disclosure)
  },
})

function quotient(part: number, of: number, { status }: Disclosure): number {
  return status === 'EXACT' ? part / of : significant(part / of, shareDigits)
}

/** Digits of a share or ratio under control: more would give its parts away. */
const shareDigits = 4

function numberOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value)
}

function keyOf(keys: readonly GroupKey[], row: Row): Arguments {
  let place = 0
  const key: Record<string, unknown> = {}
  for (const { dimension, expressions, read } of keys) {
    const values: unknown[] = []
    for (let i = 0; i < expressions.length; i++) values.push(row[keyAlias(place + i)])
    key[dimension.name] = read(values)
    place += expressions.length
  }
  return key
}
