import type { GraphQLSchema } from 'graphql'
import type { Ref } from 'react'
import type { EditorHandle } from '../../editor/code-editor.tsx'
import { LazyGraphqlEditor, LazyVariablesEditor } from '../../editor/lazy-editor.tsx'
import { Splitter } from '../../ui/splitter.tsx'
import { useStored } from '../../ui/use-stored.ts'
import { useWords } from '../../words/language.ts'
import type { BenchTab } from './bench.ts'
import { changeTab } from './bench-store.ts'
import type { Asking } from './use-question.ts'
import { askWords } from './words.ts'

export interface EditorsProps {
  readonly tab: BenchTab
  readonly asking: Asking
  readonly schema: GraphQLSchema | undefined
  readonly queryHandle: Ref<EditorHandle>
  readonly variablesHandle: Ref<EditorHandle>
  readonly onRun: () => void
  readonly onFormat: () => void
  readonly onShow: (coordinate: string) => void
}

/** The query, and its variables below. */
export function Editors(props: EditorsProps) {
  const { tab, asking, schema, onRun } = props
  const words = useWords(askWords)
  const [height, setHeight] = useStored('pane.variables', 190)
  return (
    <>
      <div className="ask-query">
        <LazyGraphqlEditor
          key={tab.id}
          label={words.query}
          placeholder={words.queryHint}
          text={tab.query}
          onText={(query) => changeTab(tab.id, { query })}
          schema={schema}
          onShow={props.onShow}
          onRun={onRun}
          onFormat={props.onFormat}
          handle={props.queryHandle}
        />
      </div>
      <Splitter
        label={words.sizes.variables}
        orientation="horizontal"
        size={-height}
        min={-600}
        max={-64}
        onSize={(size) => setHeight(-size)}
      />
      <div className="ask-variables" style={{ flexBasis: height }}>
        <h2 className="ask-pane-head">
          {words.variables}
          {asking.declared.length === 0 && <span className="muted small">{words.noVariables}</span>}
        </h2>
        <div className="grow">
          <LazyVariablesEditor
            key={tab.id}
            label={words.variables}
            placeholder={words.variablesHint}
            text={tab.variables}
            onText={(variables) => changeTab(tab.id, { variables })}
            declared={asking.declared}
            onRun={onRun}
            handle={props.variablesHandle}
          />
        </div>
      </div>
    </>
  )
}
