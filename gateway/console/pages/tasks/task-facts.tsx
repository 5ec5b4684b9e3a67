import { Fragment } from 'react'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { dayText, number, periodText } from '../../words/numbers.ts'
import { placeName } from '../indicators/scores.ts'
import { indicatorWords } from '../indicators/words.ts'
import type { Evidence, Task } from './tasks.ts'
import { taskWords } from './words.ts'

/** The five clarities of a task. */
export function TaskFacts({ task }: { readonly task: Task }) {
  const words = useWords(taskWords)
  const language = useLanguage()
  const time = `${dayText(language, task.startOn)} – ${dayText(language, task.dueOn)}`
  const facts: readonly (readonly [string, string | null])[] = [
    [words.person, task.person],
    [words.work, task.work],
    [words.responsibility, task.responsibility],
    [words.time, time],
    [words.result, task.result],
    [words.basis, task.basis],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value === null ? null : (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  )
}

/** What proves a task, and whether it holds. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  const words = useWords(taskWords)
  if (evidence.length === 0) return <p className="muted">{words.noEvidence}</p>
  return (
    <ul className="task-evidence">
      {evidence.map((one) => (
        <li key={one.version}>
          <EvidenceText evidence={one} />
        </li>
      ))}
    </ul>
  )
}

function EvidenceText({ evidence }: { readonly evidence: Evidence }) {
  const words = useWords(taskWords)
  const { nation } = useWords(indicatorWords)
  const language = useLanguage()
  const gone = evidence.withdrawnVersion === null ? '' : ` (${words.withdrawn})`
  if (evidence.kind === 'DOCUMENT') return `${evidence.document ?? ''}${gone}`
  const { indicator, met } = evidence
  const name = indicator && inLanguage(language, { vi: indicator.name, en: indicator.nameEn })
  const figure = (value: number | null) => (value === null ? '–' : number(language, value))
  const known = met === true ? words.met : words.notMet
  const condition = [
    name ?? evidence.indicatorCode,
    evidence.areaCode && placeName(evidence.areaCode, nation),
    evidence.period && periodText(language, evidence.period),
  ].join(', ')
  return `${condition}: ${figure(evidence.wanted)}; ${words.observed} ${figure(evidence.observed)} (${met === null ? words.unknown : known})${gone}`
}
