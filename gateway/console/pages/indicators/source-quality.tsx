import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { moment } from '../../words/numbers.ts'
import { percent, standingLooks } from '../quality/score-text.tsx'
import { qualityWords } from '../quality/words.ts'
import type { Revision } from './indicator.ts'
import { toldOf } from './told-quality.ts'

/** The sources of a value, each with the quality of its data at that time. */
export function SourceQuality({ of: { sources, quality } }: { readonly of: Revision }) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  return sources.map((name) => {
    const told = toldOf(quality, name)
    return (
      <div key={name}>
        {ministryTitle(language, name)}
        {told && (
          <>
            {' '}
            <span
              className={`badge ${standingLooks[told.standing]}`}
              title={`${words.title}, ${moment(language, told.asOf)}`}
            >
              {percent(language, told.share)}
              <span className="visually-hidden">, {words.standings[told.standing]}</span>
            </span>
          </>
        )}
      </div>
    )
  })
}
