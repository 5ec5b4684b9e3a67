import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { moment } from '../../words/numbers.ts'
import { percent, standingLooks } from '../quality/score-text.tsx'
import type { Standing } from '../quality/scores.ts'
import { qualityWords } from '../quality/words.ts'
import type { Revision } from './indicator.ts'

interface Told {
  readonly share: number
  readonly standing: Standing
  readonly asOf: string
}

/** What an answer's provenance said of a source's quality when the value was counted; undefined where it said nothing. */
function toldOf(quality: unknown, source: string): Told | undefined {
  const told = Object(Object(quality)[source]) as Partial<Told>
  const { share, standing, asOf } = told
  const isKnown = typeof share === 'number' && standing !== undefined && standing in standingLooks
  return isKnown && typeof asOf === 'string' ? { share, standing, asOf } : undefined
}

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
