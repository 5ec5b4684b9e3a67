import type { TableType } from '../../../schema/model/model.ts'
import { controlOf } from './control-of.ts'
import { controlledGroups } from './controlled-groups.ts'
import { significant } from '../disclosure/significant.ts'
import type { GroupKey } from '../sql/group-keys.ts'
import { keyAlias } from '../sql/groups-statement.ts'
import { measureAlias } from '../sql/measures.ts'
import type { Row } from '../sql/select.ts'
import { exactGroups } from './exact-groups.ts'
import type { Figures, GroupsPage } from './groups-page.ts'
import { groupsQuestion, type GroupsQuestion } from './groups-question.ts'
import type { Arguments, Resolver } from './resolver.ts'
import { totalsOf } from './totals.ts'

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
      groups: async () => (await page.groups()).map((figures) => groupOf(question, page, figures)),
      totals: async () => totalsOf(type, await page.totals()),
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

function groupOf(question: GroupsQuestion, page: GroupsPage, figures: Figures): Arguments {
  const { type, keys, measureOf } = question
  const row = figures.row ?? {}
  const value = (input: unknown): number | undefined =>
    numberOf(row[measureAlias(measureOf(input))])
  const shown = (part: number): number =>
    figures.disclosure.status === 'EXACT' ? part : significant(part, shareDigits)
  return {
    ...totalsOf(type, figures),
    key: keyOf(keys.keys, row),
    share: async () => {
      const all = numberOf((await page.totals()).row?.['$count'])
      const part = numberOf(row['$count'])
      return part === undefined || all === undefined || all === 0 ? null : shown(part / all)
    },
    ratio: ({ of, to }: Arguments) => {
      const [numerator, denominator] = [value(of), value(to)]
      if (numerator === undefined || denominator === undefined || denominator === 0) return null
      return shown(numerator / denominator)
    },
  }
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
    key[dimension.name] = read(expressions.map((_, i) => row[keyAlias(place + i)]))
    place += expressions.length
  }
  return key
}
