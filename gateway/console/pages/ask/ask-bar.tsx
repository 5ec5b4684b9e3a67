import {
  AlignLeft,
  BookOpen,
  CircleStop,
  Ellipsis,
  FilePlus2,
  History,
  Keyboard,
  MousePointerClick,
  Play,
} from 'lucide-react'
import type { GraphQLSchema } from 'graphql'
import { useLocation } from 'wouter'
import type { Question } from '../../api/ask.ts'
import type { SignedIn } from '../../api/session.ts'
import type { SavedChart } from '../../charts/spec.ts'
import { CopyAs } from '../../snippets/copy-as.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useWords } from '../../words/language.ts'
import type { BenchTab } from './bench.ts'
import { changeTab } from './bench-store.ts'
import { saveDraft } from './draft.ts'
import { PurposePicker } from './purpose-picker.tsx'
import type { Run } from './runs.ts'
import type { Asking } from './use-question.ts'
import { askWords } from './words.ts'

export interface AskBarProps {
  readonly session: SignedIn
  readonly tab: BenchTab
  readonly asking: Asking
  readonly running: Run | undefined
  readonly schema: GraphQLSchema | undefined
  /** What is asked, with what was typed a moment ago. */
  readonly question: () => Question | undefined
  /** How its answer is drawn; undefined where it is not, or where the text is another by now. */
  readonly chart: () => SavedChart | undefined
  readonly onRun: () => void
  readonly onFormat: () => void
  readonly onHistory: () => void
  readonly onKeys: () => void
  readonly explorer: boolean
  readonly onExplorer: () => void
}

/** What can be done with the question of a tab. */
export function AskBar(props: AskBarProps) {
  const { session, tab, asking, running } = props
  const words = useWords(askWords)
  const [, go] = useLocation()
  const isRunning = running?.is === 'running'
  return (
    <div className="ask-bar">
      {isRunning ? (
        <Button icon={<CircleStop />} onClick={running.cancel}>
          {words.cancel}
        </Button>
      ) : (
        <Button look="primary" icon={<Play />} title={words.runKeys} onClick={props.onRun}>
          {words.run}
        </Button>
      )}
      {asking.operations.length > 1 && (
        <select
          className="input ask-operation"
          aria-label={words.operation}
          value={asking.operation}
          onChange={(event) => changeTab(tab.id, { operation: event.target.value })}
        >
          {asking.operations.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <PurposePicker
        purposes={session.purposes}
        chosen={tab.purpose}
        onChoose={(purpose) => changeTab(tab.id, { purpose })}
      />
      <span className="grow" />
      <Button look="quiet" icon={<AlignLeft />} title={words.formatKeys} onClick={props.onFormat}>
        {words.format}
      </Button>
      <CopyAs question={props.question} schema={props.schema} />
      <Button look="quiet" icon={<History />} onClick={props.onHistory}>
        {words.history}
      </Button>
      <Button
        look="quiet"
        icon={<BookOpen />}
        aria-pressed={props.explorer}
        onClick={props.onExplorer}
      >
        {words.explorer}
      </Button>
      <Menu
        label={words.more}
        onlyIcon
        face={<Ellipsis />}
        groups={[
          [
            {
              id: 'report',
              words: words.saveReport,
              icon: <FilePlus2 />,
              onChoose: () => {
                saveDraft(props.question(), props.chart())
                go('/reports?draft')
              },
            },
            { id: 'build', words: words.build, icon: <MousePointerClick />, to: '/build' },
            { id: 'keys', words: words.help, icon: <Keyboard />, onChoose: props.onKeys },
          ],
        ]}
      />
    </div>
  )
}
