import { X } from 'lucide-react'
import type { GraphQLSchema } from 'graphql'
import type { RefObject } from 'react'
import type { EditorHandle } from '../../editor/code-editor.tsx'
import { Explorer } from '../../schema/explorer.tsx'
import { fieldSnippet, sampleQuestion } from '../../schema/sample-question.ts'
import { IconButton } from '../../ui/button.tsx'
import { Splitter } from '../../ui/splitter.tsx'
import { useStored } from '../../ui/use-stored.ts'
import { useWords } from '../../words/language.ts'
import { openTab } from './bench-store.ts'
import { askWords } from './words.ts'

interface ExplorerPaneProps {
  readonly schema: GraphQLSchema
  readonly coordinate: string | undefined
  readonly onGo: (coordinate: string | undefined) => void
  readonly editor: RefObject<EditorHandle | null>
  readonly onClose: () => void
}

/** The schema beside the editor: what is found is written where the cursor stands. */
export function ExplorerPane({ schema, coordinate, onGo, editor, onClose }: ExplorerPaneProps) {
  const words = useWords(askWords)
  const [width, setWidth] = useStored('pane.schema', 360)
  const onOpen = (wanted: string) => {
    const sample = sampleQuestion(schema, wanted)
    if (sample) openTab(sample)
  }
  const onInsert = (wanted: string) => {
    const text = editor.current?.flush() ?? ''
    if (text.trim() === '') return onOpen(wanted)
    const snippet = fieldSnippet(schema, wanted)
    return snippet && editor.current?.insert(`${snippet} `)
  }
  return (
    <>
      <aside className="ask-explorer" style={{ flexBasis: width }} aria-label={words.explorer}>
        <IconButton
          tight
          className="ask-explorer-close"
          label={words.hideExplorer}
          icon={<X />}
          onClick={onClose}
        />
        <Explorer {...{ schema, coordinate, onGo, onInsert, onOpen }} />
      </aside>
      <Splitter
        label={words.sizes.explorer}
        orientation="vertical"
        size={width}
        min={240}
        max={640}
        onSize={setWidth}
      />
    </>
  )
}
