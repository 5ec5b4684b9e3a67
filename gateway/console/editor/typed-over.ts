import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * What is typed over a selection is put in by the editor itself. The browser would copy the look of the text that goes
 * into style attributes, which the page's policy refuses, and says so for each key.
 */
export const typedOver: Extension = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { data, inputType } = event
    const { main, ranges } = view.state.selection
    if (inputType !== 'insertText' || !data || view.composing || view.state.readOnly) return false
    if (main.empty || ranges.length > 1) return false
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), {
        userEvent: 'input.type',
        scrollIntoView: true,
      })
    const handlers = view.state.facet(EditorView.inputHandler)
    const isTaken = handlers.some((handle) => handle(view, main.from, main.to, data, insert))
    if (!isTaken) view.dispatch(insert())
    return true
  },
})
