import { useLanguage, useWords } from '../../words/language.ts'
import { type Groups, enumCase } from './groups-in.ts'
import { fieldLabel, functionLabel, inWords, measureLabel } from './labels.ts'
import type { BuildModel, Measure, Order } from './model.ts'
import { Choice, Rows } from './rows.tsx'
import { buildWords } from './words.ts'

interface OrderRowsProps {
  readonly groups: Groups
  readonly model: BuildModel
  readonly onOrders: (orders: readonly Order[]) => void
}

/** In which order the groups come: by what they are grouped by, or by what is measured of them. */
export function OrderRows({ groups, model, onOrders }: OrderRowsProps) {
  const language = useLanguage()
  const words = useWords(buildWords)
  const measures = model.measures.filter(({ field }) => field !== 'share')
  const labelOf = ({ field, fn, p }: Measure) =>
    [
      measureLabel(language, words.measureNames, groups, field),
      functionLabel(words.functions, fn),
      p,
    ]
      .filter(Boolean)
      .join(' ')
  const options = [
    ...measures.map((one) => ({ order: byMeasure(one), words: labelOf(one) })),
    ...model.groupBy.map(({ field }) => {
      const dimension = groups.dimensions.find(({ id }) => id === field)
      const label = dimension ? fieldLabel(language, dimension) : inWords(field)
      return { order: { key: field }, words: label }
    }),
  ]
  const known = (order: Order) => options.some((one) => idOf(one.order) === idOf(order))
  const others = model.orderBy
    .filter((one) => !known(one))
    .map((order) => ({ order, words: idOf(order) }))
  const all = [...options, ...others]
  const free = options.filter(
    ({ order }) => !model.orderBy.some((one) => idOf(one) === idOf(order)),
  )
  const [next] = free
  return (
    <Rows
      title={words.orderBy}
      add={words.addOrder}
      items={model.orderBy}
      fresh={next && { ...next.order, direction: next.order.key ? 'ASC' : 'DESC' }}
      onItems={onOrders}
      nameOf={(order) => all.find((one) => idOf(one.order) === idOf(order))?.words ?? ''}
      show={(order, put) => (
        <>
          <Choice
            label={words.order}
            value={idOf(order)}
            options={all.map((one) => ({ id: idOf(one.order), words: one.words }))}
            onChoose={(id) => {
              const chosen = all.find((one) => idOf(one.order) === id)
              if (chosen) put({ ...chosen.order, direction: order.direction ?? 'ASC' })
            }}
          />
          <Choice
            label={words.direction}
            value={order.direction ?? 'ASC'}
            options={Object.entries(words.directions).map(([id, name]) => ({ id, words: name }))}
            onChoose={(direction) => put({ ...order, direction })}
          />
        </>
      )}
    />
  )
}

function byMeasure({ field, fn, p }: Measure): Order {
  const measure = {
    field: enumCase(field),
    ...(fn === undefined ? {} : { fn: enumCase(fn) }),
    ...(p === undefined ? {} : { p }),
  }
  return { measure }
}

function idOf({ key, measure }: Order): string {
  const { field, fn, p } = measure ?? {}
  return [key, field, fn, p].filter((part) => part !== undefined).join(' ')
}
