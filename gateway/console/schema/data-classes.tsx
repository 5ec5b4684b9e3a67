import { logWords } from '../../export/me-words.ts'
import { inLanguage, useLanguage, useWords } from '../words/language.ts'
import type { Listed } from './field-list.tsx'
import { schemaWords } from './words.ts'

interface DataClassesProps {
  readonly of: Pick<Listed, 'extensions'>
  /** With what it means to ask for them. */
  readonly isWhole?: boolean
}

/** The classes of personal data that a field touches; nothing where it is about nobody. */
export function DataClasses({ of: { extensions }, isWhole }: DataClassesProps) {
  const language = useLanguage()
  const words = useWords(schemaWords)
  const given = extensions?.['classes']
  const classes = Array.isArray(given) ? given.map(String) : []
  if (classes.length === 0) return null
  const said = classes.map((name) =>
    inLanguage(language, logWords['classes']?.(name) ?? { vi: name, en: name }),
  )
  if (!isWhole)
    return (
      <span className="badge" title={said.join(', ')}>
        {said[0]}
        {said.length > 1 && ` +${said.length - 1}`}
      </span>
    )
  return (
    <p className="explorer-classes">
      {words.personal}{' '}
      {said.map((one) => (
        <span key={one} className="badge">
          {one}
        </span>
      ))}
    </p>
  )
}
