import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, foldKeymap, indentOnInput } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension, Prec, Transaction } from '@codemirror/state'
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { useLanguage } from '../words/language.ts'
import { editorLook, styleNonce } from './editor-look.ts'
import { editorPhrases } from './editor-phrases.ts'
import { typedOver } from './typed-over.ts'
import { editorWords } from './words.ts'

export interface EditorHandle {
  /** The text as it stands now, also what `onText` was not yet told of. */
  readonly flush: () => string
  /** Writes a text where the cursor stands, in place of what is selected. */
  readonly insert: (text: string) => void
  readonly focus: () => void
}

export interface CodeEditorProps {
  readonly label: string
  readonly text: string
  /** Told a moment after typing, and at once when the focus leaves: a keystroke waits for nobody. */
  readonly onText?: (text: string) => void
  /** What the language brings; another object replaces the one before. */
  readonly language: Extension
  readonly readOnly?: boolean
  readonly placeholder?: string
  /** Ctrl+Enter. */
  readonly onRun?: (() => void) | undefined
  /** Shift+Alt+F. */
  readonly onFormat?: (() => void) | undefined
  readonly handle?: Ref<EditorHandle>
}

/** Milliseconds without a key after which the rest of the page hears of a text. */
const quietMs = 160

/** An editor of code. Tab indents; Escape, then Tab, leaves it. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, text, language, readOnly = false, placeholder: hint } = props
  const spoken = useLanguage()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const current = useRef(props)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const changing = useRef({ language: new Compartment(), words: new Compartment() })
  useEffect(() => {
    current.current = props
  })

  const flush = () => {
    const now = view.current?.state.doc.toString() ?? current.current.text
    clearTimeout(waiting.current)
    waiting.current = undefined
    if (now !== current.current.text) current.current.onText?.(now)
    return now
  }
  useImperativeHandle(props.handle, () => ({
    flush,
    insert: (written) => {
      const shown = view.current
      shown?.dispatch(shown.state.replaceSelection(written), { scrollIntoView: true })
      shown?.focus()
    },
    focus: () => view.current?.focus(),
  }))

  useEffect(() => {
    if (host.current === null) return undefined
    const { language: ofLanguage, words } = changing.current
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: current.current.text,
        extensions: [
          ownKeys(current),
          ofLanguage.of(current.current.language),
          words.of([]),
          basics(readOnly),
          EditorView.updateListener.of(({ docChanged, transactions }) => {
            if (!docChanged || transactions.some((one) => one.annotation(Transaction.remote)))
              return
            clearTimeout(waiting.current)
            waiting.current = setTimeout(flush, quietMs)
          }),
          EditorView.domEventHandlers({ blur: () => void flush() }),
        ],
      }),
    })
    view.current = made
    return () => {
      if (waiting.current !== undefined) flush()
      made.destroy()
      view.current = null
    }
    // The editor is made once: what changes later is put into it below.
  }, [readOnly])

  useEffect(() => {
    view.current?.dispatch({ effects: changing.current.language.reconfigure(language) })
  }, [language, readOnly])
  useEffect(() => {
    const words = [
      EditorState.phrases.of(editorPhrases(spoken)),
      hint ? placeholder(hint) : [],
      EditorView.contentAttributes.of({
        'aria-label': label,
        ...(readOnly ? {} : { 'aria-description': editorWords[spoken].leaving }),
        tabindex: '0',
      }),
    ]
    view.current?.dispatch({ effects: changing.current.words.reconfigure(words) })
  }, [label, hint, spoken, readOnly])
  useEffect(() => {
    const shown = view.current
    if (!shown || waiting.current !== undefined || shown.state.doc.toString() === text) return
    shown.dispatch({
      changes: { from: 0, to: shown.state.doc.length, insert: text },
      annotations: Transaction.remote.of(true),
    })
  }, [text])
  return <div ref={host} className="code-editor" />
}

function ownKeys(current: { readonly current: CodeEditorProps }): Extension {
  const call = (name: 'onRun' | 'onFormat') => (): boolean => {
    const act = current.current[name]
    act?.()
    return act !== undefined
  }
  return Prec.highest(
    keymap.of([
      { key: 'Mod-Enter', run: call('onRun') },
      { key: 'Shift-Alt-f', run: call('onFormat') },
    ]),
  )
}

function basics(readOnly: boolean): Extension {
  return [
    styleNonce(),
    editorLook,
    lineNumbers(),
    drawSelection(),
    bracketMatching(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    readOnly ? [EditorState.readOnly.of(true)] : editing,
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...(readOnly ? [] : [indentWithTab]),
    ]),
  ]
}

const editing: Extension = [
  typedOver,
  history(),
  indentOnInput(),
  closeBrackets(),
  highlightActiveLine(),
  autocompletion({ icons: false, maxRenderedOptions: 40, activateOnTypingDelay: 90 }),
]
