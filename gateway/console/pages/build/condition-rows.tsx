import type { GraphQLSchema } from 'graphql'
import { Combo } from '../../ui/combo.tsx'
import { type Language, useLanguage, useWords } from '../../words/language.ts'
import type { Comparable, Operator } from './conditions-in.ts'
import type { Groups } from './groups-in.ts'
import { fieldLabel, inWords } from './labels.ts'
import type { Condition, Value } from './model.ts'
import { Choice, Rows } from './rows.tsx'
import { ValueField } from './value-field.tsx'
import { buildWords } from './words.ts'

interface ConditionRowsProps {
  readonly title: string
  readonly add: string
  readonly schema: GraphQLSchema
  readonly groups: Groups
  readonly comparables: readonly Comparable[]
  readonly conditions: readonly Condition[]
  readonly onConditions: (conditions: readonly Condition[]) => void
}

/** Conditions that all hold. */
export function ConditionRows(props: ConditionRowsProps) {
  const { title, add, schema, groups, comparables, conditions, onConditions } = props
  const words = useWords(buildWords)
  const language = useLanguage()
  const [first] = comparables
  if (first === undefined && conditions.length === 0) return null
  return (
    <Rows
      title={title}
      add={add}
      items={conditions}
      fresh={first && freshCondition(first)}
      onItems={onConditions}
      nameOf={({ path }) => {
        const known = comparables.find((one) => one.path.join('.') === path.join('.'))
        return pathLabel(language, known ?? { path, said: [] })
      }}
      show={(condition, put) => {
        const id = condition.path.join('.')
        const comparable = comparables.find(({ path }) => path.join('.') === id)
        const operator = comparable?.ops.find(({ op }) => op === condition.op)
        return (
          <>
            <Combo
              label={words.field}
              options={comparables.map(({ path, said }) => ({
                id: path.join('.'),
                words: words.measureNames[path.join('.')] ?? pathLabel(language, { path, said }),
                note: path.join('.'),
              }))}
              chosen={id}
              onChoose={(chosen) => {
                const next = comparables.find(({ path }) => path.join('.') === chosen)
                if (next) put(freshCondition(next))
              }}
            />
            {comparable ? (
              <Choice
                label={words.operator}
                value={condition.op}
                options={comparable.ops.map(({ op }) => ({
                  id: op,
                  words: words.operators[op] ?? inWords(op),
                }))}
                onChoose={(op) => {
                  const chosen = comparable.ops.find((one) => one.op === op)
                  if (chosen) put({ ...condition, op, value: carried(condition, operator, chosen) })
                }}
              />
            ) : (
              <code>{condition.op}</code>
            )}
            {operator && (
              <ValueField
                key={`${id} ${condition.op}`}
                {...{ schema, groups, operator, condition }}
                onValue={(value) => put({ ...condition, value })}
              />
            )}
          </>
        )
      }}
    />
  )
}

/** `facility.kind` in words: `The issuing facility – Kind`. `some` joins and is not said. */
function pathLabel(language: Language, { path, said }: Pick<Comparable, 'path' | 'said'>): string {
  return path
    .filter((name) => name !== 'some')
    .map((name, at) => fieldLabel(language, { name, description: said[at] }))
    .join(' – ')
}

function freshCondition({ path, ops }: Comparable): Condition {
  const isRanged = ops.some(({ op }) => op === 'gte')
  const preferred = isRanged ? ['gte'] : ['in', 'eq']
  const wanted = preferred.map((name) => ops.find(({ op }) => op === name))
  const operator = wanted.find(Boolean) ?? ops[0]
  return { path, op: operator?.op ?? 'eq', value: operator ? emptyValue(operator) : null }
}

/** What a comparison begins with: valid, and about nothing. */
export function emptyValue({ op, type, isList }: Operator): Value {
  if (isList) return op === 'between' ? [scalar(type.name), scalar(type.name)] : []
  if (type.name === 'RelativePeriod') return { amount: 12, unit: 'MONTH' }
  if ('getValues' in type) return type.getValues()[0]?.name ?? ''
  return scalar(type.name)
}

function scalar(type: string): Value {
  if (type === 'Boolean') return true
  if (type === 'Date' || type === 'DateTime') return '2026-01-01'
  return ['Int', 'Float', 'BigInt'].includes(type) ? 0 : ''
}

/** The value stays where the next comparison takes one of the same kind. */
function carried({ value }: Condition, before: Operator | undefined, next: Operator): Value {
  if (before?.type !== next.type) return emptyValue(next)
  if (before.isList === next.isList && (before.op === 'between') === (next.op === 'between'))
    return value
  if (Array.isArray(value)) return next.isList ? emptyValue(next) : (value[0] ?? emptyValue(next))
  return next.op === 'in' && value !== '' ? [value] : emptyValue(next)
}
