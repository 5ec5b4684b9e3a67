import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippet,
  startCompletion,
} from '@codemirror/autocomplete'
import { linter } from '@codemirror/lint'
import type { Extension } from '@codemirror/state'
import { EditorView, hoverTooltip } from '@codemirror/view'
import { graphqlLanguage, graphqlLanguageSupport } from 'cm6-graphql'
import type { GraphQLSchema } from 'graphql'
import type { Language } from '../words/language.ts'
import { type Choice, type Choices, choicesAt } from './choices-at.ts'
import { definitionAt } from './definition-at.ts'
import { docsElement } from './docs-element.ts'
import { documentProblems } from './document-problems.ts'

/** Milliseconds without a key after which a document is checked. */
const checkAfterMs = 350

/** Milliseconds after which a document is checked though the page is never at rest. */
const restAtMostMs = 1000

/** When the page has nothing more urgent to do: no key that is being pressed waits for a check. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such call.
    if (typeof requestIdleCallback === 'undefined') resolve()
    else requestIdleCallback(() => resolve(), { timeout: restAtMostMs })
  })
}

export interface GraphqlReading {
  readonly language: Language
  readonly schema: GraphQLSchema | undefined
  /** Ctrl+click on a name: its coordinate. */
  readonly onShow?: (coordinate: string) => void
}

/**
 * GraphQL for the editor: colours and folding by cm6-graphql's grammar; completion, explanations and checks by the
 * schema that the caller sees, all of them off the way of a keystroke.
 */
export function graphqlLanguageOf({ language, schema, onShow }: GraphqlReading): Extension {
  if (schema === undefined) return graphqlLanguageSupport()
  const complete = (context: CompletionContext) => {
    const text = context.state.doc.toString()
    return completionOf(choicesAt(schema, text, context.pos), context, language)
  }
  return [
    graphqlLanguageSupport(),
    graphqlLanguage.data.of({ autocomplete: complete }),
    linter(
      async (view) => {
        await idle()
        return [...documentProblems(schema, view.state.doc.toString())]
      },
      { delay: checkAfterMs },
    ),
    hoverTooltip((view, at) => {
      const found = definitionAt(schema, view.state.doc.toString(), at)
      if (!found) return null
      return {
        pos: found.from,
        end: found.to,
        above: true,
        create: () => ({ dom: docsElement(language, found) }),
      }
    }),
    onShow ? showOnClick(schema, onShow) : [],
  ]
}

/** What CodeMirror offers: it filters by itself while a word is typed. */
export function completionOf(
  { from, choices }: Choices,
  context: CompletionContext,
  language: Language,
): CompletionResult | null {
  const isAsked = context.explicit || context.pos > from
  if (choices.length === 0 || !isAsked) return null
  const { length } = choices
  return {
    from,
    validFor: /^[@$"]?\w*$/,
    options: choices.map((choice, index) => optionOf(choice, language, 1 - (2 * index) / length)),
  }
}

function optionOf(choice: Choice, language: Language, boost: number): Completion {
  const { label, detail, description, deprecated, written, kind } = choice
  const info = description && (() => docsElement(language, { description }))
  return {
    label,
    detail,
    type: kind,
    boost: deprecated ? -50 : boost,
    ...(info ? { info } : {}),
    ...(written === undefined ? {} : { apply: applied(written) }),
  }
}

/** Writes a text, puts the cursor at its `|`, and offers what comes next. */
function applied(written: string): NonNullable<Completion['apply']> {
  const insert = snippet(written.replaceAll(/[{}]/g, String.raw`\$&`).replace('|', '${}'))
  return (view, completion, from, to) => {
    insert(view, completion, from, to)
    if (/[{|]/.test(written)) queueMicrotask(() => startCompletion(view))
  }
}

function showOnClick(schema: GraphQLSchema, onShow: (coordinate: string) => void): Extension {
  return EditorView.domEventHandlers({
    click: (event, view) => {
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY })
      if (at === null || !(event.ctrlKey || event.metaKey)) return false
      const found = definitionAt(schema, view.state.doc.toString(), at)
      if (found) onShow(found.coordinate)
      return found !== undefined
    },
  })
}
