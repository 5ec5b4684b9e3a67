import './explorer.css'
import type { GraphQLSchema } from 'graphql'
import { useDeferredValue, useRef, useState } from 'react'
import { SearchField } from '../ui/field.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { number } from '../words/numbers.ts'
import { described } from './described.ts'
import { type Entry, search } from './entries.ts'
import { Shown } from './shown.tsx'
import { schemaWords } from './words.ts'

export interface ExplorerProps {
  readonly schema: GraphQLSchema
  /** What is looked at: `Type` or `Type.field`; undefined for where questions begin. */
  readonly coordinate: string | undefined
  readonly onGo: (coordinate: string | undefined) => void
  /** Asked for at a field; where it is not offered, the field is opened as a question. */
  readonly onInsert?: ((coordinate: string) => void) | undefined
  readonly onOpen: (coordinate: string) => void
}

/** Results shown at most: whoever sees so many types one more word. */
const resultsAtMost = 100

/** The schema, to look for something in it and to walk from type to type. */
export function Explorer(props: ExplorerProps) {
  const { schema, onGo } = props
  const words = useWords(schemaWords)
  const [looked, setLooked] = useState('')
  const body = useRef<HTMLDivElement>(null)
  const settled = useDeferredValue(looked)
  const { entries, count } = search(schema, settled, resultsAtMost)
  const isLooking = settled.trim() !== ''
  const go = (coordinate: string | undefined) => {
    setLooked('')
    onGo(coordinate)
    // What was pressed goes away with what it led from.
    body.current?.focus({ preventScroll: true })
  }
  return (
    <div className="explorer">
      <div className="explorer-search">
        <SearchField
          label={words.search}
          value={looked}
          onChange={(event) => setLooked(event.target.value)}
        />
      </div>
      <div ref={body} className="explorer-body" tabIndex={-1}>
        {isLooking ? (
          <Results entries={entries} count={count} onGo={go} />
        ) : (
          <Shown {...props} onGo={go} key={props.coordinate ?? ''} />
        )}
      </div>
    </div>
  )
}

interface ResultsProps {
  readonly entries: readonly Entry[]
  readonly count: number
  readonly onGo: (coordinate: string) => void
}

function Results({ entries, count, onGo }: ResultsProps) {
  const language = useLanguage()
  const words = useWords(schemaWords)
  const shown = number(language, entries.length)
  const all = number(language, count)
  const said = entries.length < count ? words.shown(shown, all) : words.found(all)
  return (
    <>
      <p className="explorer-count" role="status">
        {count === 0 ? words.nothing : said}
      </p>
      <ul className="explorer-results">
        {entries.map((entry) => (
          <li key={`${entry.kind} ${entry.coordinate}`}>
            <button type="button" onClick={() => onGo(entry.coordinate)}>
              <span className="explorer-line">
                <code>
                  {entry.parent !== undefined && <span className="muted">{entry.parent}.</span>}
                  {entry.name}
                </code>
                <span className="muted small">{words.kinds[wordOf(entry)]}</span>
              </span>
              <span className="explorer-described">{described(language, entry.description)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function wordOf({ kind }: Entry): 'type' | 'field' | 'value' {
  return kind === 'input' ? 'field' : kind
}
