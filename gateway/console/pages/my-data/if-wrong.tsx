import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { mendingWays, myDataWords } from './words.ts'

/** What to do when something is not right: whom to ask, for what, and how long they have to answer. */
export function IfWrong() {
  const words = useWords(myDataWords)
  const language = useLanguage()
  return (
    <section className="my-ministry" id="mending">
      <h2>{words.ifWrong}</h2>
      <div className="panel">
        <div className="panel-body column">
          <p>{words.ifWrongLead}</p>
          <dl className="facts">
            {mendingWays.map(({ what, whom }) => (
              <div key={what.en} className="my-way">
                <dt>{inLanguage(language, what)}</dt>
                <dd>{inLanguage(language, whom)}</dd>
              </div>
            ))}
          </dl>
          <h3>{words.yourRights}</h3>
          <ul>
            {words.rights.map((right) => (
              <li key={right}>{right}</li>
            ))}
          </ul>
          <p className="muted small">{words.rightsSource}</p>
        </div>
      </div>
    </section>
  )
}
