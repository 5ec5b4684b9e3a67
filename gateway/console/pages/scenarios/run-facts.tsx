import { Fragment } from 'react'
import { useSession } from '../../api/session.ts'
import { provinceTiles } from '../../charts/province-tiles.ts'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { lawText } from '../../words/law-text.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { dayText, moment } from '../../words/numbers.ts'
import type { RunAsked, Scenario, ScenarioParameter } from './scenario.ts'
import { scenarioWords } from './words.ts'

interface RunFactsProps {
  readonly scenario: Scenario
  readonly asked: RunAsked
  /** When it was begun, as milliseconds. */
  readonly at: number
  /** Its id, once it is known. */
  readonly run: string | undefined
}

/** What was run, where, why, by whom and when: what a file needs beside the answers. */
export function RunFacts({ scenario: { purpose, parameters }, asked, at, run }: RunFactsProps) {
  const words = useWords(scenarioWords)
  const language = useLanguage()
  const session = useSession().data
  const who =
    session?.signedIn === true
      ? [
          ...new Set([
            session.name,
            ...session.roles.map(({ title }) => inLanguage(language, title)),
            ...(session.agency === undefined ? [] : [ministryTitle(language, session.agency)]),
          ]),
        ].join(', ')
      : '–'
  const said = (parameter: ScenarioParameter): string => {
    const value = asked.parameters[parameter.name]
    if (parameter.type === 'COMMUNES') return asked.places[parameter.name] ?? String(value)
    if (parameter.type === 'PROVINCE') return provinceTiles.get(String(value))?.name ?? ''
    const { from, to } = Object(value) as { readonly from: string; readonly to: string }
    return `${dayText(language, from)} – ${dayText(language, to)}`
  }
  const facts = [
    ...parameters.map(
      (parameter) => [inLanguage(language, parameter.label), said(parameter)] as const,
    ),
    [words.reason, asked.reason],
    [words.purpose, inLanguage(language, purpose.title)],
    [
      words.basis,
      `${inLanguage(language, purpose.basis)}, ${lawText(language, purpose.reference)}`,
    ],
    [words.who, who],
    [words.at, moment(language, at)],
  ] as const
  return (
    <section className="panel scenario-facts" aria-label={words.asked}>
      <dl className="facts panel-body">
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
        {run !== undefined && (
          <>
            <dt>{words.runId}</dt>
            <dd>
              <code>{run}</code>
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}
