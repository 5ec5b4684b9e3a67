import { TextField } from '../../ui/field.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import type { Groups, MeasuredField } from './groups-in.ts'
import { functionLabel, measureLabel } from './labels.ts'
import type { Measure } from './model.ts'
import { Choice, Rows } from './rows.tsx'
import { buildWords } from './words.ts'

interface MeasureRowsProps {
  readonly groups: Groups
  readonly measures: readonly Measure[]
  readonly onMeasures: (measures: readonly Measure[]) => void
}

/** What is measured of each group. */
export function MeasureRows({ groups, measures, onMeasures }: MeasureRowsProps) {
  const words = useWords(buildWords)
  const language = useLanguage()
  const labelOf = (name: string) => measureLabel(language, words.measureNames, groups, name)
  const put = (items: readonly Measure[]) =>
    onMeasures(items.map((one, at) => named(one, items.slice(0, at))))
  const [next] = groups.measures
    .flatMap(freshMeasures)
    .filter((one) => !measures.some((known) => same(known, one)))
  return (
    <Rows
      title={words.measures}
      add={words.addMeasure}
      items={measures}
      fresh={next}
      onItems={put}
      nameOf={({ field, fn }) => `${labelOf(field)} ${functionLabel(words.functions, fn)}`.trim()}
      show={(measure, onMeasure) => {
        const field = groups.measures.find((one) => one.field === measure.field)
        return (
          <>
            <Choice
              label={words.measure}
              value={measure.field}
              options={groups.measures.map((one) => ({
                id: one.field,
                words: labelOf(one.field),
              }))}
              onChoose={(id) => {
                const chosen = groups.measures.find((one) => one.field === id)
                const [fresh] = chosen ? freshMeasures(chosen) : []
                if (fresh) onMeasure(fresh)
              }}
            />
            {field && field.fns.length > 0 && (
              <Choice
                label={words.fn}
                value={measure.fn ?? ''}
                options={field.fns.map((id) => ({ id, words: functionLabel(words.functions, id) }))}
                onChoose={(fn) => onMeasure(withFunction(measure.field, fn))}
              />
            )}
            {measure.p !== undefined && (
              <TextField
                type="number"
                min={0}
                max={1}
                step={0.05}
                label={words.percentile}
                value={measure.p}
                onChange={({ target }) => {
                  const p = Number(target.value)
                  if (p >= 0 && p <= 1) onMeasure({ ...measure, p })
                }}
              />
            )}
          </>
        )
      }}
    />
  )
}

function freshMeasures({ field, fns }: MeasuredField): readonly Measure[] {
  return fns.length === 0 ? [{ field }] : fns.map((fn) => withFunction(field, fn))
}

function withFunction(field: string, fn: string): Measure {
  return fn === 'percentile' ? { field, fn, p: 0.5 } : { field, fn }
}

function same(one: Measure, other: Measure): boolean {
  return one.field === other.field && one.fn === other.fn
}

/** A second percentile of a field needs a name of its own in the answer. */
function named({ alias: _alias, ...measure }: Measure, before: readonly Measure[]): Measure {
  const isSecond = before.some((one) => same(one, measure))
  const p = String(Math.round((measure.p ?? 0) * 1000) / 10).replace('.', '_')
  return isSecond && measure.p !== undefined ? { ...measure, alias: `p${p}` } : measure
}
