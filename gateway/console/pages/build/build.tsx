import '../ask/ask.css'
import './build.css'
import { CircleStop, FilePlus2, Play, SquareArrowOutUpRight } from 'lucide-react'
import type { GraphQLSchema } from 'graphql'
import { useMemo, useRef } from 'react'
import { useLocation } from 'wouter'
import { useEstimate } from '../../api/estimate.ts'
import type { SignedIn } from '../../api/session.ts'
import type { EditorHandle } from '../../editor/code-editor.tsx'
import { parsedDocument } from '../../editor/operations-of.ts'
import { LazyGraphqlEditor } from '../../editor/lazy-editor.tsx'
import { useSchema } from '../../api/schema.ts'
import { Button } from '../../ui/button.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/page-head.tsx'
import { Splitter } from '../../ui/splitter.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { useStored } from '../../ui/use-stored.ts'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useWords } from '../../words/language.ts'
import { openTab } from '../ask/bench-store.ts'
import { saveDraft } from '../ask/draft.ts'
import { EstimateLine } from '../ask/estimate-line.tsx'
import { Outcome } from '../ask/outcome.tsx'
import { useRun } from '../ask/runs.ts'
import { useDrawn } from '../ask/use-drawn.ts'
import { questionOf, useRunning } from '../ask/use-question.ts'
import type { PageProps } from '../pages.tsx'
import { BuildForm } from './build-form.tsx'
import { type Building, useBuilding } from './use-building.ts'
import { buildWords } from './words.ts'

/** Questions about groups, built by clicking; the query is written beside, and both follow each other. */
export function Build({ session }: PageProps) {
  const words = useWords(buildWords)
  useTitle(words.title)
  const { data: schema, error } = useSchema()
  if (schema) return <Builder session={session} schema={schema} />
  return <div className="page">{error ? <Fault error={error} /> : <Waiting />}</div>
}

/** The name under which a run is kept. */
const runs = 'build'

interface BuilderProps {
  readonly session: SignedIn
  readonly schema: GraphQLSchema
}

function Builder({ session, schema }: BuilderProps) {
  const words = useWords(buildWords)
  const building = useBuilding(schema)
  const { all, text, built, isBeyond } = building
  const [width, setWidth] = useStored('pane.build', 430)
  const [height, setHeight] = useStored('pane.built', 300)
  const editor = useRef<EditorHandle>(null)
  const running = useRun(runs)
  const { onDrawn, chartOf } = useDrawn(running)
  const ask = useRunning(session.name, schema)
  const settled = useSettled(text, 500)
  const estimate = useEstimate(
    schema,
    useMemo(() => questionOf({ query: settled, variables: '' }), [settled]),
  )
  const onRun = () => {
    const draft = { query: editor.current?.flush() ?? text, variables: '' }
    const question = questionOf(draft)
    if (question) void ask({ id: runs, ...draft }, question)
  }
  if (built === undefined)
    return (
      <div className="page">
        <Empty title={words.none} />
      </div>
    )
  return (
    <div className="build">
      <h1 className="visually-hidden">{words.title}</h1>
      <div className="build-side" style={{ flexBasis: width }}>
        {isBeyond && <Beyond building={building} />}
        <BuildForm {...{ schema, all, built }} onBuilt={building.onBuilt} locked={isBeyond} />
      </div>
      <Splitter
        label={words.formSize}
        orientation="vertical"
        size={width}
        min={320}
        max={760}
        onSize={setWidth}
      />
      <div className="build-main">
        <BuildBar {...{ text, running, onRun, chartOf }} />
        {estimate && (
          <div className="ask-facts">
            <EstimateLine estimate={estimate} purpose={undefined} />
          </div>
        )}
        <div className="build-text" style={{ flexBasis: height }}>
          <LazyGraphqlEditor
            label={words.text}
            text={text}
            onText={building.onText}
            schema={schema}
            onRun={onRun}
            handle={editor}
          />
        </div>
        <Splitter
          label={words.editorSize}
          orientation="horizontal"
          size={height}
          min={90}
          max={900}
          onSize={setHeight}
        />
        <div className="build-answer">
          <Outcome run={running} schema={schema} hint={words.lead} onDrawn={onDrawn} />
        </div>
      </div>
    </div>
  )
}

interface BuildBarProps {
  readonly text: string
  readonly running: ReturnType<typeof useRun>
  readonly onRun: () => void
  readonly chartOf: ReturnType<typeof useDrawn>['chartOf']
}

function BuildBar({ text, running, onRun, chartOf }: BuildBarProps) {
  const words = useWords(buildWords)
  const [, go] = useLocation()
  return (
    <div className="ask-bar">
      {running?.is === 'running' ? (
        <Button icon={<CircleStop />} onClick={running.cancel}>
          {words.stop}
        </Button>
      ) : (
        <Button look="primary" icon={<Play />} onClick={onRun}>
          {words.run}
        </Button>
      )}
      <span className="grow" />
      <Button
        look="quiet"
        icon={<SquareArrowOutUpRight />}
        onClick={() => {
          openTab({ query: text, variables: '' })
          go('/ask')
        }}
      >
        {words.open}
      </Button>
      <Button
        look="quiet"
        icon={<FilePlus2 />}
        onClick={() => {
          saveDraft(questionOf({ query: text, variables: '' }), chartOf(text))
          go('/reports?draft')
        }}
      >
        {words.save}
      </Button>
    </div>
  )
}

function Beyond({ building }: { readonly building: Building }) {
  const words = useWords(buildWords)
  const { text, built, onBuilt } = building
  return (
    <div className="build-beyond">
      <Notice look="warn">
        <p>{parsedDocument(text) ? words.beyond : words.beyondWrong}</p>
        {built && (
          <Button tight onClick={() => onBuilt(built)}>
            {words.restore}
          </Button>
        )}
      </Notice>
    </div>
  )
}
