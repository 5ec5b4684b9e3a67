import { X } from 'lucide-react'
import { type GraphQLSchema, isEnumType } from 'graphql'
import { useState } from 'react'
import { isRecord } from '../../api/refused.ts'
import { described } from '../../schema/described.ts'
import { Combo } from '../../ui/combo.tsx'
import { CheckField } from '../../ui/field.tsx'
import { common } from '../../words/common.ts'
import { useLanguage, useWords } from '../../words/language.ts'
import type { Operator } from './conditions-in.ts'
import type { Groups } from './groups-in.ts'
import { inWords } from './labels.ts'
import type { Condition, Value } from './model.ts'
import { referenceOf, useReference } from './reference.ts'
import { Choice } from './rows.tsx'
import { buildWords } from './words.ts'

interface ValueFieldProps {
  readonly schema: GraphQLSchema
  readonly groups: Groups
  readonly operator: Operator
  readonly condition: Condition
  readonly onValue: (value: Value) => void
}

/** Where what a condition compares with is given, by its type. */
export function ValueField(props: ValueFieldProps) {
  const { schema, groups, operator, condition, onValue } = props
  const { op, type, isList } = operator
  const { value } = condition
  const reference =
    op === 'eq' || op === 'ne' || op === 'in'
      ? referenceOf(schema, groups, condition.path)
      : undefined
  const options = useReference(reference)
  if (type.name === 'RelativePeriod') return <Period value={value} onValue={onValue} />
  if (type.name === 'Boolean') return <YesNo value={value} onValue={onValue} />
  if (isEnumType(type)) return <OfEnum {...props} />
  if (reference && options.length > 0) return <OfReference {...props} options={options} />
  if (op === 'between') return <Between {...props} />
  return isList ? <TextList {...props} /> : <One {...props} />
}

type Part = Pick<ValueFieldProps, 'onValue'> & { readonly value: Value }

function YesNo({ value, onValue }: Part) {
  const words = useWords(buildWords)
  const { yes, no } = useWords(common)
  return (
    <Choice
      label={words.value}
      value={textOf(value)}
      options={[
        { id: 'true', words: yes },
        { id: 'false', words: no },
      ]}
      onChoose={(id) => onValue(id === 'true')}
    />
  )
}

function Period({ value, onValue }: Part) {
  const words = useWords(buildWords)
  const { amount, unit } = isRecord(value) ? value : {}
  const put = (change: Readonly<Record<string, Value>>) =>
    onValue({ amount: Number(amount), unit: textOf(unit), ...change })
  return (
    <>
      <input
        className="input build-number"
        type="number"
        min={1}
        max={1000}
        aria-label={words.value}
        value={Number(amount)}
        onChange={({ target }) => {
          const next = Math.round(Number(target.value))
          if (next >= 1 && next <= 1000) put({ amount: next })
        }}
      />
      <Choice
        label={words.bucket}
        value={textOf(unit)}
        options={Object.entries(words.buckets).map(([id, name]) => ({ id, words: name }))}
        onChoose={(next) => put({ unit: next })}
      />
    </>
  )
}

function OfEnum({ operator, condition, onValue }: ValueFieldProps) {
  const language = useLanguage()
  const words = useWords(buildWords)
  const { type, isList } = operator
  if (!isEnumType(type)) return null
  const options = type.getValues().map(({ name, description }) => ({
    id: name,
    words: described(language, description) || inWords(name),
  }))
  const { value } = condition
  if (!isList)
    return <Choice label={words.value} value={textOf(value)} options={options} onChoose={onValue} />
  const chosen = Array.isArray(value) ? value.map(String) : []
  return (
    <fieldset className="build-columns">
      <legend className="visually-hidden">{words.value}</legend>
      {options.map(({ id, words: name }) => (
        <CheckField
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={({ target }) =>
            onValue(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
          }
        />
      ))}
    </fieldset>
  )
}

interface OfReferenceProps extends ValueFieldProps {
  readonly options: readonly { readonly id: string; readonly words: string }[]
}

function OfReference({ operator, condition, onValue, options }: OfReferenceProps) {
  const words = useWords(buildWords)
  const { value } = condition
  if (!operator.isList)
    return (
      <Combo
        label={words.value}
        options={options}
        chosen={textOf(value)}
        onChoose={(id) => onValue(id ?? '')}
      />
    )
  const chosen = Array.isArray(value) ? value.map(String) : []
  return (
    <div className="build-many">
      {chosen.map((id) => {
        const name = options.find((one) => one.id === id)?.words ?? id
        return (
          <button
            key={id}
            type="button"
            className="build-chip"
            aria-label={words.remove(name)}
            onClick={() => onValue(chosen.filter((one) => one !== id))}
          >
            {name}
            <X aria-hidden="true" />
          </button>
        )
      })}
      <Combo
        label={words.value}
        options={options.filter(({ id }) => !chosen.includes(id))}
        chosen={undefined}
        onChoose={(id) => id !== undefined && onValue([...chosen, id])}
      />
    </div>
  )
}

function Between({ operator, condition, onValue }: ValueFieldProps) {
  const words = useWords(buildWords)
  const [from = '', to = ''] = Array.isArray(condition.value) ? condition.value : []
  return (
    <>
      <Scalar
        label={words.from}
        type={operator.type.name}
        value={from}
        onValue={(one) => onValue([one, to])}
      />
      <Scalar
        label={words.to}
        type={operator.type.name}
        value={to}
        onValue={(one) => onValue([from, one])}
      />
    </>
  )
}

function One({ operator, condition, onValue }: ValueFieldProps) {
  const words = useWords(buildWords)
  const { value } = condition
  return <Scalar label={words.value} type={operator.type.name} value={value} onValue={onValue} />
}

function TextList({ operator, condition, onValue }: ValueFieldProps) {
  const words = useWords(buildWords)
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (Array.isArray(condition.value) ? condition.value.join(', ') : '')
  const isNumber = numbers.has(operator.type.name)
  return (
    <input
      className="input"
      aria-label={words.value}
      placeholder={words.listHint}
      value={shown}
      onChange={({ target }) => {
        setTyped(target.value)
        const parts = target.value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
        if (!isNumber) onValue(parts)
        else if (parts.every((part) => Number.isFinite(Number(part)))) onValue(parts.map(Number))
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}

const numbers: ReadonlySet<string> = new Set(['Int', 'Float', 'BigInt'])

function Scalar({ label, type, value, onValue }: Part & { readonly label: string; type: string }) {
  const isNumber = numbers.has(type)
  const kind = type === 'Date' || type === 'DateTime' ? 'date' : 'text'
  const isBareDay = kind === 'text' || /^\d{4}-\d\d-\d\d$/.test(textOf(value)) || value === ''
  return (
    <input
      className="input"
      type={isNumber ? 'number' : isBareDay ? kind : 'text'}
      aria-label={label}
      title={label}
      value={textOf(value)}
      onChange={({ target }) => {
        if (!isNumber) onValue(target.value)
        else if (target.value !== '') onValue(Number(target.value))
      }}
    />
  )
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
