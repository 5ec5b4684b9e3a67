import { CircleStop, Terminal } from 'lucide-react'
import type { GraphQLSchema } from 'graphql'
import type { ReactNode } from 'react'
import { AnswerView } from '../../answer/answer-view.tsx'
import type { SavedChart } from '../../charts/spec.ts'
import { Button } from '../../ui/button.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { duration } from '../../words/numbers.ts'
import { Elapsed } from './elapsed.tsx'
import type { Run } from './runs.ts'
import { askWords } from './words.ts'

interface OutcomeProps {
  readonly run: Run | undefined
  readonly schema: GraphQLSchema | undefined
  readonly hint?: ReactNode
  readonly onDrawn: (chart: SavedChart | undefined) => void
}

/** What became of a question: nothing yet, on its way, answered, refused or cancelled. */
export function Outcome({ run, schema, hint, onDrawn }: OutcomeProps) {
  const language = useLanguage()
  const words = useWords(askWords)
  if (run === undefined)
    return (
      <Empty title={words.nothingYet} icon={<Terminal aria-hidden="true" />}>
        {hint || words.nothingYetHint}
      </Empty>
    )
  switch (run.is) {
    case 'running':
      return (
        <div className="waiting" role="status">
          <span className="spinner" />
          <span>{words.running}</span>
          <span aria-hidden="true">
            <Elapsed since={run.since} />
          </span>
          <Button tight icon={<CircleStop />} onClick={run.cancel}>
            {words.cancel}
          </Button>
        </div>
      )
    case 'answered':
      return (
        <AnswerView answer={run.answer} question={run.question} schema={schema} onDrawn={onDrawn} />
      )
    case 'failed':
      return (
        <div className="ask-outcome">
          <Fault error={run.error} />
        </div>
      )
    case 'cancelled':
      return (
        <div className="ask-outcome">
          <Notice>{words.cancelled(duration(language, run.afterMs))}</Notice>
        </div>
      )
    default:
      return run satisfies never
  }
}
