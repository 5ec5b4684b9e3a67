import type { parts } from '../../../export/me-words.ts'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { type OwnSection, countOf } from './sections.ts'
import { myDataWords } from './words.ts'

interface PartSummaryProps {
  readonly part: (typeof parts)[number]
  readonly of: (section: string) => OwnSection
}

/** What one ministry holds, at a glance: a line a section with how many records, and the way there. */
export function PartSummary({ part, of }: PartSummaryProps) {
  const language = useLanguage()
  const words = useWords(myDataWords)
  const names = Object.entries(part.sections)
  const [first] = names
  return (
    <li>
      <a className="my-part" href={`#${first?.[0] ?? ''}`}>
        <span className="my-part-name">{inLanguage(language, part.ministry)}</span>
        {names.map(([name, title]) => (
          <span key={name} className="my-part-line">
            <span className="muted">{inLanguage(language, title)}</span>
            <Count section={of(name)} language={language} away={words.away} />
          </span>
        ))}
      </a>
    </li>
  )
}

interface CountProps {
  readonly section: OwnSection
  readonly language: 'vi' | 'en'
  readonly away: string
}

function Count({ section, language, away }: CountProps) {
  if (section.failed || (section.found?.value === null && section.found.codes[0] !== 'NO_RECORD'))
    return <span className="badge warn">{away}</span>
  const count = countOf(section)
  if (count === undefined) return <span className="spinner" />
  return <span className="my-count">{number(language, count)}</span>
}
