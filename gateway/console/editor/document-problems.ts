import {
  GraphQLError,
  type GraphQLSchema,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'

export interface DocumentProblem {
  readonly from: number
  readonly to: number
  readonly severity: 'error' | 'warning'
  readonly message: string
}

/** What is wrong with a document for a schema, and what of it is deprecated. An empty document has nothing wrong. */
export function documentProblems(schema: GraphQLSchema, text: string): readonly DocumentProblem[] {
  if (!/[^\s,#]/.test(text.replaceAll(/#[^\n\r]*/g, ''))) return []
  try {
    const document = parse(text)
    return [
      ...validate(schema, document, specifiedRules).map((one) => problem(text, one, 'error')),
      ...validate(schema, document, [NoDeprecatedCustomRule]).map((one) =>
        problem(text, one, 'warning'),
      ),
    ]
  } catch (error) {
    if (error instanceof GraphQLError) return [problem(text, error, 'error')]
    throw error
  }
}

function problem(
  text: string,
  { message, nodes, positions }: GraphQLError,
  severity: DocumentProblem['severity'],
): DocumentProblem {
  const from = Math.min(positions?.[0] ?? 0, Math.max(0, text.length - 1))
  const word = /^[\w$@"]+/.exec(text.slice(from))?.[0].length ?? 1
  const end = nodes?.[0]?.loc?.end ?? from + word
  const line = text.indexOf('\n', from)
  const to = Math.min(end, line < 0 ? text.length : line, from + Math.max(word, 1))
  return { from, to: Math.max(to, Math.min(from + 1, text.length)), severity, message }
}
