import { columnName } from '../answer/column-name.ts'
import type { AnswerTable } from '../answer/tables.ts'
import { SelectField } from '../ui/field.tsx'
import { useWords } from '../words/language.ts'
import { type ChartKind, type ChartSpec, chartKinds } from './spec.ts'
import { chartWords } from './words.ts'

interface ChartChooserProps {
  readonly table: AnswerTable
  readonly spec: ChartSpec
  readonly onChoose: (spec: ChartSpec) => void
}

/** The kind of a chart, and the columns that it draws. */
export function ChartChooser({ table, spec, onChoose }: ChartChooserProps) {
  const words = useWords(chartWords)
  const measures = table.columns.filter(({ kind }) => kind === 'number')
  const others = table.columns.filter(({ kind }) => kind !== 'list')
  return (
    <>
      <SelectField
        label={words.kind}
        value={spec.kind}
        onChange={(event) => onChoose({ ...spec, kind: event.target.value as ChartKind })}
      >
        {chartKinds.map((kind) => (
          <option key={kind} value={kind}>
            {words.kinds[kind]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={words.along}
        value={spec.x}
        onChange={(event) => onChoose({ ...spec, x: event.target.value })}
      >
        {others.map(({ id }) => columnOption(id))}
      </SelectField>
      <SelectField
        label={words.figure}
        value={spec.y.length > 1 ? '' : spec.y[0]}
        onChange={(event) => onChoose({ ...spec, y: [event.target.value] })}
      >
        {spec.y.length > 1 && <option value="">{words.several(spec.y.length)}</option>}
        {measures.map(({ id }) => columnOption(id))}
      </SelectField>
      <SelectField
        label={words.by}
        value={spec.series ?? ''}
        onChange={({ target: { value } }) => {
          const { series: _, ...rest } = spec
          onChoose(value === '' ? rest : { ...rest, series: value })
        }}
      >
        <option value="">{words.nothingElse}</option>
        {others.map(({ id }) => columnOption(id))}
      </SelectField>
    </>
  )
}

function columnOption(id: string) {
  return (
    <option key={id} value={id}>
      {columnName({ path: id.split('.') })}
    </option>
  )
}
