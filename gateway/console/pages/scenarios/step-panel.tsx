import { AnswerView } from '../../answer/answer-view.tsx'
import { useSchema } from '../../api/schema.ts'
import { Waiting } from '../../ui/waiting.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import type { AnsweredStep, ScenarioStep } from './scenario.ts'
import { scenarioWords } from './words.ts'

interface StepPanelProps {
  readonly step: ScenarioStep
  readonly purpose: string
  /** Absent while it is asked, and where the run ended without it. */
  readonly answered: AnsweredStep | undefined
  /** The run is over. */
  readonly ended: boolean
}

/** One step of a run: its answer once it is there, to look at and take along. */
export function StepPanel({ step, purpose, answered, ended }: StepPanelProps) {
  const words = useWords(scenarioWords)
  const language = useLanguage()
  const schema = useSchema()
  const title = inLanguage(language, step.title)
  return (
    <section
      className="panel scenario-step"
      aria-label={title}
      aria-busy={!ended && answered === undefined}
    >
      <h2 className="scenario-step-title">
        {title}
        {step.statistics && <span className="badge">{words.statistics}</span>}
      </h2>
      {answered === undefined && ended && <p className="muted">{words.unanswered}</p>}
      {answered === undefined && !ended && <Waiting words={words.waiting} />}
      {answered && (
        <AnswerView
          answer={answered.answer}
          question={{
            query: step.document,
            variables: answered.variables,
            ...(step.statistics ? {} : { purpose }),
          }}
          schema={schema.data}
          chart={step.chart}
          title={title}
        />
      )}
    </section>
  )
}
