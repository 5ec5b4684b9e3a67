import { CornerDownLeft } from 'lucide-react'
import {
  type GraphQLArgument,
  type GraphQLSchema,
  type GraphQLType,
  isRequiredArgument,
  isType,
} from 'graphql'
import { useState } from 'react'
import { Button, IconButton, classes } from '../ui/button.tsx'
import { SearchField } from '../ui/field.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { number } from '../words/numbers.ts'
import { found } from '../words/plain.ts'
import { DataClasses } from './data-classes.tsx'
import { described } from './described.ts'
import { Type } from './type-name.tsx'
import { schemaWords } from './words.ts'

/** A field, an argument, an input field, an enum's value or a member of a union. */
export interface Listed {
  readonly name: string
  readonly description?: string | null | undefined
  readonly deprecationReason?: string | null | undefined
  readonly type?: GraphQLType
  readonly args?: readonly GraphQLArgument[]
  readonly defaultValue?: unknown
  readonly extensions?: Readonly<Record<string, unknown>>
}

interface FieldListProps {
  readonly schema: GraphQLSchema
  readonly listed: readonly Listed[]
  /** The type that they belong to, where there is a way to each. */
  readonly parent?: string
  readonly onGo: (coordinate: string) => void
  readonly onInsert?: ((coordinate: string) => void) | undefined
}

/** Lines of a list that are drawn at once; a filter stands above longer ones. */
const step = 120

/** What a type holds. */
export function FieldList({ listed, parent, onGo, onInsert }: FieldListProps) {
  const language = useLanguage()
  const words = useWords(schemaWords)
  const [looked, setLooked] = useState('')
  const [shown, setShown] = useState(step)
  const fitting = looked === '' ? listed : listed.filter(({ name }) => found(name, looked))
  const rest = fitting.length - shown
  return (
    <>
      {listed.length > step && (
        <SearchField
          label={words.filter}
          value={looked}
          onChange={(event) => setLooked(event.target.value)}
        />
      )}
      <ul className="explorer-fields">
        {fitting.slice(0, shown).map((one) => (
          <Line key={one.name} one={one} {...{ parent, onGo, onInsert }} />
        ))}
      </ul>
      {rest > 0 && (
        <Button tight onClick={() => setShown(shown + step)}>
          {words.more(number(language, Math.min(rest, step)))}
        </Button>
      )}
    </>
  )
}

interface LineProps {
  readonly one: Listed
  readonly parent: string | undefined
  readonly onGo: (coordinate: string) => void
  readonly onInsert: ((coordinate: string) => void) | undefined
}

function Line({ one, parent, onGo, onInsert }: LineProps) {
  const language = useLanguage()
  const words = useWords(schemaWords)
  const coordinate = parent === undefined ? undefined : `${parent}.${one.name}`
  const needed = (one.args ?? []).filter(isRequiredArgument)
  const isGone = one.deprecationReason != null
  return (
    <li className="explorer-field">
      <div className="grow">
        <div className="explorer-line">
          {coordinate === undefined ? (
            <code className="explorer-name">{one.name}</code>
          ) : (
            <button
              type="button"
              className={classes('explorer-link explorer-name', isGone && 'explorer-gone')}
              onClick={() => onGo(coordinate)}
            >
              {one.name}
            </button>
          )}
          {needed.length > 0 && (
            <code className="muted">({needed.map(({ name }) => name).join(', ')})</code>
          )}
          {isType(one.type) && <Type type={one.type} onGo={onGo} />}
          <DataClasses of={one} />
          {isGone && <span className="badge warn">{words.deprecated}</span>}
          {one.defaultValue !== undefined && (
            <span className="muted small">
              {words.byDefault} <code>{JSON.stringify(one.defaultValue)}</code>
            </span>
          )}
        </div>
        <div className="explorer-described">{described(language, one.description)}</div>
      </div>
      {onInsert && coordinate !== undefined && (
        <IconButton
          tight
          label={`${words.insert}: ${one.name}`}
          icon={<CornerDownLeft />}
          onClick={() => onInsert(coordinate)}
        />
      )}
    </li>
  )
}
