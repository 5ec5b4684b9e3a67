import { Link } from 'wouter'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment, number } from '../../words/numbers.ts'
import type { WholeDefinition } from './indicator.ts'
import { ownerTitle } from './owner-title.ts'
import { indicatorWords } from './words.ts'

/** What an indicator is, by which method, and since when. */
export function DefinitionPanel({ definition }: { readonly definition: WholeDefinition }) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const { code, version, versions, report, reportDigest } = definition
  const since = versions.find((one) => one.version === version)?.recordedAt
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{words.definition}</h2>
        <span className="badge">{words.version(version)}</span>
      </div>
      <dl className="facts panel-body">
        <dt>{words.meaning}</dt>
        <dd>{language === 'vi' ? definition.description : definition.descriptionEn}</dd>
        <dt>{words.code}</dt>
        <dd>
          <code>{code}</code>
        </dd>
        <dt>{words.owner}</dt>
        <dd>{ownerTitle(language, definition.owner)}</dd>
        <dt>{words.frequency}</dt>
        <dd>{words.frequencies[definition.frequency]}</dd>
        <dt>{words.direction}</dt>
        <dd>{words.directions[definition.direction]}</dd>
        <dt>{words.rule}</dt>
        <dd>{words.rules[definition.rule]}</dd>
        <dt>{words.method}</dt>
        <dd>
          {words.methods[definition.method]}
          {report !== null && (
            <>
              {': '}
              <Link href={`~/reports/${report}`}>{report}</Link>
            </>
          )}
        </dd>
        {reportDigest !== null && (
          <>
            <dt>SHA-256</dt>
            <dd>
              <code className="indicator-digest">{reportDigest}</code>
            </dd>
            <dt>{words.paths}</dt>
            <dd>
              <code>{definition.numeratorPath}</code>
              {definition.denominatorPath !== null && (
                <>
                  {' / '}
                  <code>{definition.denominatorPath}</code>
                </>
              )}
              {definition.scale !== 1 && ` × ${number(language, definition.scale)}`}
            </dd>
          </>
        )}
        <dt>{words.freshness}</dt>
        <dd>{words.hours(number(language, definition.freshnessHours))}</dd>
        {since !== undefined && (
          <>
            <dt>{words.since}</dt>
            <dd>{moment(language, since)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
