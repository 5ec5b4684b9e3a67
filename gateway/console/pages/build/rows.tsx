import { Plus, X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../words/language.ts'
import { buildWords } from './words.ts'

interface RowsProps<T> {
  readonly title: string
  readonly add: string
  readonly items: readonly T[]
  /** What one more begins as; undefined where there is nothing more to add. */
  readonly fresh: T | undefined
  readonly onItems: (items: readonly T[]) => void
  readonly show: (item: T, put: (item: T) => void, at: number) => ReactNode
  readonly nameOf: (item: T) => string
}

/** A list of a form: its items, one way to take each out, and one to add. */
export function Rows<T>(props: RowsProps<T>) {
  const { title, add, items, fresh, onItems, show, nameOf } = props
  const words = useWords(buildWords)
  const id = useId()
  return (
    <section className="build-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {items.length > 0 && (
        <ul className="build-rows">
          {items.map((item, at) => (
            // An item has no identity but its place.
            <li key={at} className="build-row">
              <div className="build-fields">
                {show(item, (next) => onItems(items.with(at, next)), at)}
              </div>
              <IconButton
                tight
                label={words.remove(nameOf(item))}
                icon={<X />}
                onClick={() => onItems(items.toSpliced(at, 1))}
              />
            </li>
          ))}
        </ul>
      )}
      {fresh !== undefined && (
        <Button tight look="quiet" icon={<Plus />} onClick={() => onItems([...items, fresh])}>
          {add}
        </Button>
      )}
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly id: string; readonly words: string }[]
  readonly onChoose: (id: string) => void
}

/** One of a few in a row; its label is read aloud. */
export function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <select
      className="input"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      {options.map(({ id, words }) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  )
}
