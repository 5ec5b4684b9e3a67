import type { GraphQLSchema } from 'graphql'
import { useMemo } from 'react'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ConditionRows } from './condition-rows.tsx'
import { comparablesIn } from './conditions-in.ts'
import { type Groups, usualModel } from './groups-in.ts'
import { KeyRows } from './key-rows.tsx'
import { groupsLabel } from './labels.ts'
import { MeasureRows } from './measure-rows.tsx'
import type { BuildModel, Measure } from './model.ts'
import { OrderRows } from './order-rows.tsx'
import type { Built } from './parse-model.ts'
import { buildWords } from './words.ts'

interface BuildFormProps {
  readonly schema: GraphQLSchema
  readonly all: readonly Groups[]
  readonly built: Built
  readonly onBuilt: (built: Built) => void
  readonly locked: boolean
}

/** A question about groups, to click together. */
export function BuildForm({ schema, all, built, onBuilt, locked }: BuildFormProps) {
  const words = useWords(buildWords)
  const { groups, model } = built
  const put = (change: Partial<BuildModel>) =>
    onBuilt({ groups, model: ordered({ ...model, ...change }) })
  const language = useLanguage()
  const rows = useMemo(() => comparablesIn(groups.filter), [groups])
  const kept = useMemo(() => comparablesIn(groups.having), [groups])
  return (
    <fieldset className="build-form" disabled={locked}>
      <legend className="visually-hidden">{words.form}</legend>
      <section className="build-part">
        <SelectField
          label={words.subject}
          value={groups.root}
          onChange={({ target }) => {
            const next = all.find(({ root }) => root === target.value)
            if (next) onBuilt({ groups: next, model: usualModel(next) })
          }}
        >
          {all.map((one) => (
            <option key={one.root} value={one.root}>
              {groupsLabel(language, one)}
            </option>
          ))}
        </SelectField>
      </section>
      <MeasureRows
        groups={groups}
        measures={model.measures}
        onMeasures={(measures) =>
          put(model.totals ? { measures, totals: totalsOf(measures) } : { measures })
        }
      />
      <KeyRows
        groups={groups}
        keys={model.groupBy}
        onKeys={(groupBy) => groupBy.length > 0 && put({ groupBy })}
      />
      <ConditionRows
        title={words.where}
        add={words.addWhere}
        comparables={rows}
        conditions={model.where}
        onConditions={(where) => put({ where })}
        {...{ schema, groups }}
      />
      <ConditionRows
        title={words.having}
        add={words.addHaving}
        comparables={kept}
        conditions={model.having}
        onConditions={(having) => put({ having })}
        {...{ schema, groups }}
      />
      {groups.isOrdered && (
        <OrderRows groups={groups} model={model} onOrders={(orderBy) => put({ orderBy })} />
      )}
      <section className="build-part build-last">
        <TextField
          type="number"
          min={1}
          max={10_000}
          label={words.first}
          value={model.first ?? ''}
          onChange={({ target }) => {
            const first = Math.round(Number(target.value))
            if (first >= 1 && first <= 10_000) put({ first })
          }}
        />
        {groups.hasTotals && (
          <CheckField
            label={words.totals}
            checked={model.totals !== undefined}
            onChange={({ target }) => {
              const { totals: _totals, ...others } = model
              const totals = target.checked ? { totals: totalsOf(model.measures) } : {}
              onBuilt({ groups, model: { ...others, ...totals } })
            }}
          />
        )}
      </section>
    </fieldset>
  )
}

/** Totals have no share of themselves. */
function totalsOf(measures: readonly Measure[]): readonly Measure[] {
  const own = measures.filter(({ field }) => field !== 'share')
  return own.length > 0 ? own : [{ field: 'count' }]
}

/** What is no longer grouped by cannot be ordered by. */
function ordered(model: BuildModel): BuildModel {
  const keys = new Set(model.groupBy.map(({ field }) => field))
  const orderBy = model.orderBy.filter(({ key }) => key === undefined || keys.has(key))
  return { ...model, orderBy }
}
