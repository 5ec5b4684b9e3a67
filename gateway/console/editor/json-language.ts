import type { CompletionContext } from '@codemirror/autocomplete'
import { StreamLanguage } from '@codemirror/language'
import { linter } from '@codemirror/lint'
import type { Extension } from '@codemirror/state'
import type { Language } from '../words/language.ts'
import { completionOf } from './graphql-language.ts'
import type { DeclaredVariable } from './operations-of.ts'
import { variableChoices } from './variable-choices.ts'
import { type VariableWords, variableProblems } from './variable-problems.ts'

const json = StreamLanguage.define<null>({
  name: 'json',
  startState: () => null,
  token: (stream) => {
    if (stream.eatSpace()) return null
    if (stream.match(/^"(?:\\.|[^"\\])*"?(?=\s*:)/)) return 'propertyName'
    if (stream.match(/^"(?:\\.|[^"\\])*"?/)) return 'string'
    if (stream.match(/^-?\d[\d.eE+-]*/)) return 'number'
    if (stream.match(/^(?:true|false|null)\b/)) return 'bool'
    return /[{}[\]:,]/.test(stream.next() ?? '') ? 'punctuation' : 'invalid'
  },
  languageData: { closeBrackets: { brackets: ['{', '[', '"'] } },
})

/** JSON of variables for the editor: completed and checked by what the chosen operation declares. */
export function variablesLanguage(
  declared: readonly DeclaredVariable[],
  language: Language,
  words: VariableWords,
): Extension {
  const complete = (context: CompletionContext) => {
    const text = context.state.doc.toString()
    return completionOf(variableChoices(text, context.pos, declared), context, language)
  }
  return [
    json,
    json.data.of({ autocomplete: complete }),
    linter((view) => [...variableProblems(view.state.doc.toString(), declared, words)], {
      delay: 350,
    }),
  ]
}
