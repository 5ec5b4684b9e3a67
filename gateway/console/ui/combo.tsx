import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { plain } from '../words/plain.ts'
import { useClosedOutside } from './menu.tsx'

export interface Option {
  readonly id: string
  readonly words: string
  readonly note?: string
}

interface ComboProps {
  readonly label: string
  readonly options: readonly Option[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string | undefined) => void
  readonly placeholder?: string
  /** The label stands above the field, instead of being read aloud alone. */
  readonly labelShown?: boolean
}

/** Options shown at most: a list that nobody reads to its end is cut. */
const shownAtMost = 60

/** One of many, found by typing with or without diacritics (WAI-ARIA combobox with a list). */
export function Combo({ label, options, chosen, onChoose, placeholder, labelShown }: ComboProps) {
  const [typed, setTyped] = useState<string>()
  const [at, setAt] = useState(0)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const open = typed !== undefined
  useClosedOutside(root, open, () => setTyped(undefined))
  const fitting = fits(options, typed ?? '')

  const take = (option: Option | undefined) => {
    onChoose(option?.id)
    setTyped(undefined)
  }
  const active = open && fitting[at] ? `${id}${at}` : undefined
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) return setTyped('')
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((at + step + fitting.length) % Math.max(fitting.length, 1))
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      const option = fitting[at]
      if (option) take(option)
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setTyped(undefined)
    }
    return undefined
  }
  return (
    <div className={labelShown ? 'field' : undefined}>
      {labelShown && <label htmlFor={id}>{label}</label>}
      <div className="combo" ref={root}>
        <input
          id={id}
          className="input"
          role="combobox"
          {...(labelShown ? {} : { 'aria-label': label })}
          aria-expanded={open}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={active}
          autoComplete="off"
          placeholder={placeholder ?? label}
          value={typed ?? wordsOf(options, chosen)}
          onClick={() => setTyped((was) => was ?? '')}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        {open && fitting.length > 0 && (
          <ul className="combo-list" role="listbox" id={`${id}list`} aria-label={label}>
            {fitting.map((option, index) => (
              <OptionLine
                key={option.id}
                id={`${id}${index}`}
                option={option}
                current={index === at}
                onTake={take}
              />
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

interface OptionLineProps {
  readonly id: string
  readonly option: Option
  readonly current: boolean
  readonly onTake: (option: Option) => void
}

function OptionLine({ id, option, current, onTake }: OptionLineProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={current}
      className="combo-option"
      onPointerDown={(event) => {
        event.preventDefault()
        onTake(option)
      }}
    >
      {option.words}
      {option.note && <div className="small muted">{option.note}</div>}
    </li>
  )
}

function wordsOf(options: readonly Option[], id: string | undefined): string {
  return options.find((option) => option.id === id)?.words ?? ''
}

function fits(options: readonly Option[], typed: string): readonly Option[] {
  const looked = plain(typed)
  const fitting = options.filter(
    ({ words, note = '', id }) =>
      plain(words).includes(looked) || plain(note).includes(looked) || plain(id).includes(looked),
  )
  return fitting.slice(0, shownAtMost)
}
