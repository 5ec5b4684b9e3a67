import { useState } from 'react'
import { CheckField, TextField } from '../../ui/field.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { type Dimension, type Groups, usualColumns } from './groups-in.ts'
import { columnLabel, fieldLabel, inWords } from './labels.ts'
import type { Key } from './model.ts'
import { Choice, Rows } from './rows.tsx'
import { buildWords } from './words.ts'

interface KeyRowsProps {
  readonly groups: Groups
  readonly keys: readonly Key[]
  readonly onKeys: (keys: readonly Key[]) => void
}

/** The server takes one to five keys, each dimension once. */
const keysAtMost = 5

/** What the rows are grouped by. */
export function KeyRows({ groups, keys, onKeys }: KeyRowsProps) {
  const language = useLanguage()
  const words = useWords(buildWords)
  const free = groups.dimensions.filter(({ id }) => keys.every(({ field }) => field !== id))
  const [next] = keys.length < keysAtMost ? free : []
  const labelOf = (one: Dimension) => fieldLabel(language, one)
  return (
    <Rows
      title={words.dimensions}
      add={words.addDimension}
      items={keys}
      fresh={next && freshKey(next)}
      onItems={onKeys}
      nameOf={({ field }) => {
        const known = groups.dimensions.find(({ id }) => id === field)
        return known ? labelOf(known) : inWords(field)
      }}
      show={(key, put) => {
        const dimension = groups.dimensions.find(({ id }) => id === key.field)
        const choices = dimension ? [dimension, ...free] : free
        return (
          <>
            <Choice
              label={words.dimension}
              value={key.field}
              options={groups.dimensions
                .filter((one) => choices.includes(one))
                .map((one) => ({ id: one.id, words: labelOf(one) }))}
              onChoose={(id) => {
                const chosen = groups.dimensions.find((one) => one.id === id)
                if (chosen) put(freshKey(chosen))
              }}
            />
            {dimension && <KeyOptions dimension={dimension} value={key} onKey={put} />}
          </>
        )
      }}
    />
  )
}

function freshKey(dimension: Dimension): Key {
  const { id: field, kind } = dimension
  return {
    field,
    columns: usualColumns(dimension),
    ...(kind === 'time' ? { bucket: 'MONTH' } : {}),
    ...(kind === 'band' && !isAge(dimension) ? { edges: [100, 1000] } : {}),
  }
}

/** Ages make bands of five by themselves; other numbers need edges. */
function isAge({ id }: Dimension): boolean {
  return /(^|_)AGE(_BAND)?$/.test(id)
}

interface KeyOptionsProps {
  readonly dimension: Dimension
  readonly value: Key
  readonly onKey: (key: Key) => void
}

function KeyOptions({ dimension, value, onKey }: KeyOptionsProps) {
  const words = useWords(buildWords)
  if (dimension.kind === 'time')
    return (
      <>
        <Choice
          label={words.bucket}
          value={value.bucket ?? 'DAY'}
          options={Object.entries(words.buckets)
            .filter(([id]) => id !== 'HOUR' || dimension.type?.name === 'DateTime')
            .map(([id, name]) => ({ id, words: name }))}
          onChoose={(bucket) => onKey({ ...value, bucket })}
        />
        {dimension.type?.name === 'DateTime' && <TimeZone value={value} onKey={onKey} />}
      </>
    )
  if (isAge(dimension)) return <AgeDay value={value} onKey={onKey} />
  if (dimension.kind === 'band') return <Edges value={value} onKey={onKey} />
  if (dimension.kind !== 'entity' || dimension.columns.length < 2) return null
  return <Columns dimension={dimension} value={value} onKey={onKey} />
}

function TimeZone({ value, onKey }: Omit<KeyOptionsProps, 'dimension'>) {
  const words = useWords(buildWords)
  const { timezone, ...others } = value
  const known = ['', 'UTC', 'Asia/Bangkok', 'Asia/Tokyo']
  const zones = timezone === undefined || known.includes(timezone) ? known : [...known, timezone]
  return (
    <Choice
      label={words.timezone}
      value={timezone ?? ''}
      options={zones.map((id) => ({ id, words: id || 'Asia/Ho_Chi_Minh' }))}
      onChoose={(id) => onKey(id === '' ? others : { ...others, timezone: id })}
    />
  )
}

function AgeDay({ value, onKey }: Omit<KeyOptionsProps, 'dimension'>) {
  const words = useWords(buildWords)
  const { on, ...others } = value
  return (
    <TextField
      type="date"
      label={words.on}
      value={on ?? ''}
      onChange={({ target }) => onKey(target.value ? { ...others, on: target.value } : others)}
    />
  )
}

function Edges({ value, onKey }: Omit<KeyOptionsProps, 'dimension'>) {
  const words = useWords(buildWords)
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (value.edges ?? []).join(', ')
  const edges = edgesIn(shown)
  return (
    <TextField
      label={words.edges}
      hint={words.edgesHint}
      wrong={edges ? undefined : words.edgesWrong}
      value={shown}
      onChange={({ target }) => {
        setTyped(target.value)
        const read = edgesIn(target.value)
        if (read) onKey({ ...value, edges: read })
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}

function edgesIn(text: string): readonly number[] | undefined {
  const edges = text
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map(Number)
  const isRising = edges.every((edge, at) => at === 0 || edge > (edges[at - 1] ?? edge))
  const isSized = edges.length >= 1 && edges.length <= 100
  return isSized && isRising && edges.every(Number.isFinite) ? edges : undefined
}

/** Which fields of an entity are shown; folded away, for few change it. */
function Columns({ dimension, value, onKey }: KeyOptionsProps) {
  const language = useLanguage()
  const words = useWords(buildWords)
  const labelOf = (name: string) => columnLabel(language, dimension, name)
  return (
    <details className="build-shown">
      <summary>
        {words.columns}: {value.columns.map(labelOf).join(', ')}
      </summary>
      <div className="build-columns">
        {dimension.columns.map((name) => (
          <CheckField
            key={name}
            label={labelOf(name)}
            checked={value.columns.includes(name)}
            disabled={value.columns.length === 1 && value.columns.includes(name)}
            onChange={({ target }) => {
              const columns = dimension.columns.filter((one) =>
                one === name ? target.checked : value.columns.includes(one),
              )
              onKey({ ...value, columns })
            }}
          />
        ))}
      </div>
    </details>
  )
}
