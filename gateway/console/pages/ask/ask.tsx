import './ask.css'
import { useCallback, useRef, useState } from 'react'
import { useEstimate } from '../../api/estimate.ts'
import type { EditorHandle } from '../../editor/code-editor.tsx'
import { formatDocument } from '../../editor/format-document.ts'
import { useSchema } from '../../api/schema.ts'
import { Fault } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/page-head.tsx'
import { Splitter } from '../../ui/splitter.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { useStored } from '../../ui/use-stored.ts'
import { useWords } from '../../words/language.ts'
import type { PageProps } from '../pages.tsx'
import { AskBar } from './ask-bar.tsx'
import { type BenchTab, chosenTab } from './bench.ts'
import { changeTab, useBench } from './bench-store.ts'
import { BenchTabs } from './bench-tabs.tsx'
import { Editors } from './editors.tsx'
import { ExplorerPane } from './explorer-pane.tsx'
import { EstimateLine } from './estimate-line.tsx'
import { HistoryDialog } from './history-dialog.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { Outcome } from './outcome.tsx'
import { PurposeNote } from './purpose-picker.tsx'
import { useRun } from './runs.ts'
import { Starter } from './starter.tsx'
import { useDrawn } from './use-drawn.ts'
import { questionOf, useAsking, useRunning } from './use-question.ts'
import { askWords } from './words.ts'

/** The workbench: questions are written here, run, and their answers looked at. */
export function Ask({ session }: PageProps) {
  const words = useWords(askWords)
  useTitle(words.title)
  const bench = useBench()
  const tab = chosenTab(bench)
  const { data: schema, error } = useSchema()
  const asking = useAsking(tab, schema)
  const running = useRun(tab.id)
  const { onDrawn, chartOf } = useDrawn(running)
  const runQuestion = useRunning(session.name, schema)
  const query = useRef<EditorHandle>(null)
  const variables = useRef<EditorHandle>(null)
  const [shown, setShown] = useState<'history' | 'keys'>()
  const [width, setWidth] = useStored('pane.editors', 620)
  const [explorer, setExplorer] = useStored('pane.explorer', 0)
  const [looked, setLooked] = useState<string>()
  const estimate = useEstimate(schema, useSettled(asking.question, 500))
  const onShow = useCallback(
    (coordinate: string) => {
      setLooked(coordinate)
      setExplorer(1)
    },
    [setExplorer],
  )

  /** The tab with what was typed a moment ago. */
  const now = (): BenchTab => ({
    ...tab,
    query: query.current?.flush() ?? tab.query,
    variables: variables.current?.flush() ?? tab.variables,
  })
  const questionNow = (current = now()) => {
    const operation = asking.operations.length > 1 ? asking.operation : undefined
    return questionOf({ ...current, operation })
  }
  const onRun = () => {
    const current = now()
    const question = questionNow(current)
    if (question) void runQuestion(current, question)
    else toast(current.query.trim() === '' ? words.emptyQuery : words.badVariables)
  }
  const onFormat = () => {
    try {
      changeTab(tab.id, { query: formatDocument(now().query) })
    } catch {
      toast(words.notFormatted)
    }
  }
  const purpose = session.purposes.find(({ id }) => id === tab.purpose)
  return (
    <div className="ask">
      <h1 className="visually-hidden">{words.title}</h1>
      <BenchTabs bench={bench} />
      <AskBar
        {...{ session, tab, asking, running, schema, onRun, onFormat }}
        question={questionNow}
        chart={() => chartOf(now().query)}
        onHistory={() => setShown('history')}
        onKeys={() => setShown('keys')}
        explorer={explorer > 0}
        onExplorer={() => setExplorer(explorer > 0 ? 0 : 1)}
      />
      {(estimate || purpose) && (
        <div className="ask-facts">
          <EstimateLine estimate={estimate} purpose={tab.purpose} />
          <PurposeNote purpose={purpose} />
        </div>
      )}
      {error && <Fault error={error} />}
      <div className="ask-panes" id="ask-bench" role="tabpanel" aria-label={words.query}>
        {explorer > 0 && schema && (
          <ExplorerPane
            schema={schema}
            coordinate={looked}
            onGo={setLooked}
            editor={query}
            onClose={() => setExplorer(0)}
          />
        )}
        <div className="ask-editors" style={{ flexBasis: width }}>
          <Editors
            {...{ tab, asking, schema, onRun, onFormat, onShow }}
            queryHandle={query}
            variablesHandle={variables}
          />
        </div>
        <Splitter
          label={words.sizes.editors}
          orientation="vertical"
          size={width}
          min={280}
          max={1400}
          onSize={setWidth}
        />
        <div className="ask-answer">
          <Outcome
            run={running}
            schema={schema}
            onDrawn={onDrawn}
            hint={schema && tab.query.trim() === '' && <Starter schema={schema} />}
          />
        </div>
      </div>
      <HistoryDialog
        by={session.name}
        open={shown === 'history'}
        onClose={() => setShown(undefined)}
      />
      <KeysDialog open={shown === 'keys'} onClose={() => setShown(undefined)} />
    </div>
  )
}
