import type { NamedPurpose } from '../../api/session.ts'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { askWords } from './words.ts'

interface PurposePickerProps {
  readonly purposes: readonly NamedPurpose[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string | undefined) => void
}

/** What the data is read for. Callers who may name no purpose do not see it. */
export function PurposePicker({ purposes, chosen, onChoose }: PurposePickerProps) {
  const language = useLanguage()
  const words = useWords(askWords)
  if (purposes.length === 0) return null
  return (
    <select
      className="input ask-purpose"
      aria-label={words.purpose}
      value={chosen ?? ''}
      onChange={(event) => onChoose(event.target.value || undefined)}
    >
      <option value="">
        {words.purpose}: {words.noPurpose}
      </option>
      {purposes.map(({ id, title, emergency }) => (
        <option key={id} value={id}>
          {inLanguage(language, title)}
          {emergency ? ` (${words.emergency})` : ''}
        </option>
      ))}
    </select>
  )
}

/** The legal basis of the purpose that was chosen, and what an emergency means. */
export function PurposeNote({ purpose }: { readonly purpose: NamedPurpose | undefined }) {
  const language = useLanguage()
  const words = useWords(askWords)
  if (purpose === undefined) return null
  return (
    <span className="ask-note">
      {purpose.emergency && <span className="badge warn">{words.emergency}</span>}
      <span>
        {words.basis}: {inLanguage(language, purpose.basis)}
        {purpose.emergency && ` · ${words.emergencyNote}`}
      </span>
    </span>
  )
}
