import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { queries } from '../../api/queries.ts'
import { Notice, Fault } from '../../ui/notice.tsx'
import { Button } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { Printer } from 'lucide-react'
import { lawText } from '../../words/law-text.ts'
import { RunFacts } from './run-facts.tsx'
import { RunForm } from './run-form.tsx'
import { StepPanel } from './step-panel.tsx'
import { type AnsweredStep, type RunAsked, type Scenario, runScenario } from './scenario.ts'
import { scenarioWords } from './words.ts'

/** One scenario: the warning, what it is asked with, and its answers as they come. */
export function ScenarioPage({ scenario }: { readonly scenario: Scenario }) {
  const words = useWords(scenarioWords)
  const language = useLanguage()
  const [answered, setAnswered] = useState<Readonly<Record<string, AnsweredStep>>>({})
  const leaving = useLeaving()
  const run = useMutation({
    mutationFn: async (asked: RunAsked) => {
      setAnswered({})
      return await runScenario(scenario.code, asked, {
        signal: leaving(),
        onStep: (id, step) => setAnswered((before) => ({ ...before, [id]: step })),
      })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['inspect', 'reviews'] }),
  })
  const { steps, purpose } = scenario
  const done = Object.keys(answered).length
  const begun = run.isPending || done > 0
  return (
    <div className="page scenario">
      <PageHead
        title={inLanguage(language, scenario.title)}
        actions={
          <Link href="/" className="button">
            {words.all}
          </Link>
        }
      >
        {inLanguage(language, scenario.description)}
      </PageHead>
      <Notice look="warn" title={words.warning}>
        <p>
          {words.warned(
            inLanguage(language, purpose.title),
            `${inLanguage(language, purpose.basis)}, ${lawText(language, purpose.reference)}`,
          )}{' '}
          {purpose.visible === 'AT_ONCE'
            ? words.seenAtOnce
            : words.seenLater(purpose.visible.afterDays)}
        </p>
      </Notice>
      {/* Hidden, not gone: a run that was refused, or another one, begins with what was said. */}
      <div hidden={begun}>
        <RunForm scenario={scenario} busy={run.isPending} onRun={run.mutate} />
      </div>
      {run.error && <Fault error={run.error} />}
      {begun && (
        <div className="row scenario-standing">
          <span role="status">
            {run.isPending
              ? words.running(number(language, done), number(language, steps.length))
              : run.data && words.done}
          </span>
          <span className="grow" />
          {!run.isPending && (
            <>
              <Button icon={<Printer />} onClick={() => print()}>
                {words.print}
              </Button>
              <Button
                onClick={() => {
                  run.reset()
                  setAnswered({})
                }}
              >
                {words.again}
              </Button>
            </>
          )}
        </div>
      )}
      {begun && run.variables && (
        <RunFacts scenario={scenario} asked={run.variables} at={run.submittedAt} run={run.data} />
      )}
      {begun && <p className="muted small no-print">{words.exportNote}</p>}
      {begun &&
        steps.map((step) => (
          <StepPanel
            key={step.id}
            step={step}
            purpose={purpose.id}
            answered={answered[step.id]}
            ended={!run.isPending}
          />
        ))}
    </div>
  )
}

/** Signals that fire when the page is left. */
function useLeaving(): () => AbortSignal {
  const controller = useRef<AbortController>(undefined)
  useEffect(() => () => controller.current?.abort(), [])
  return () => {
    controller.current = new AbortController()
    return controller.current.signal
  }
}
