import type { GraphQLSchema } from 'graphql'
import { validate } from 'graphql'
import type { Question } from '../api/ask.ts'
import { chosenOperation, operationsIn, parsedDocument } from '../editor/operations-of.ts'
import { typesOf } from './types-of.ts'

export type SnippetId = 'curl' | 'fetch' | 'typescript' | 'python'

export interface SnippetGiven {
  readonly question: Question
  /** `https://lien-thong.example`, without a path. */
  readonly origin: string
  readonly schema: GraphQLSchema | undefined
}

/**
 * A question as code that asks it with a token from the environment (`TOKEN`): the token itself is never
 * part of what is copied.
 */
export const snippets: Readonly<Record<SnippetId, (given: SnippetGiven) => string>> = {
  curl: ({ question, origin }) => {
    const { purpose } = question
    return [
      `curl -sS ${shell(`${origin}/graphql`)}`,
      `-H 'content-type: application/json'`,
      '-H "authorization: Bearer $TOKEN"',
      ...(purpose ? [`-H ${shell(`x-purpose: ${purpose}`)}`] : []),
      `-d ${shell(JSON.stringify(bodyOf(question)))}`,
    ].join(' \\\n  ')
  },
  fetch: ({ question, origin }) =>
    `const response = await fetch(${JSON.stringify(`${origin}/graphql`)}, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    authorization: \`Bearer \${process.env.TOKEN}\`,${purposeLine(question, '    ')}
  },
  body: JSON.stringify(${indented(JSON.stringify(bodyOf(question), undefined, 2), '  ')}),
})
const { data, errors, extensions } = await response.json()
if (errors) throw new Error(errors.map(({ message }) => message).join('\\n'))
console.log(data, extensions.provenance)
`,
  typescript: (given) => typescript(given),
  python: ({ question, origin }) =>
    `import json
import os
import urllib.request

request = urllib.request.Request(
    ${python(`${origin}/graphql`)},
    data=json.dumps(json.loads(${python(JSON.stringify(bodyOf(question)))})).encode(),
    headers={
        "content-type": "application/json",
        "authorization": "Bearer " + os.environ["TOKEN"],${
          question.purpose ? `\n        "x-purpose": ${python(question.purpose)},` : ''
        }
    },
)
with urllib.request.urlopen(request, timeout=60) as response:
    answer = json.load(response)
if answer.get("errors"):
    raise SystemExit("\\n".join(error["message"] for error in answer["errors"]))
print(json.dumps(answer["data"], ensure_ascii=False, indent=2))
`,
}

function typescript({ question, origin, schema }: SnippetGiven): string {
  const { declarations, variables, data } = generated(question, schema)
  const named = [
    ...declarations,
    `export type Variables = ${variables}`,
    `export type Data = ${data}`,
  ]
  return `${named.join('\n\n')}

const document = ${template(question.query)}

/** Asks as whom the token speaks for. Fails with what the gateway said. */
export async function ask(token: string, variables: Variables): Promise<Data> {
  const response = await fetch(${JSON.stringify(`${origin}/graphql`)}, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: \`Bearer \${token}\`,${purposeLine(question, '      ')}
    },
    body: JSON.stringify({ query: document, variables${
      question.operationName ? `, operationName: ${JSON.stringify(question.operationName)}` : ''
    } }),
  })
  const answer = (await response.json()) as {
    readonly data?: Data | null
    readonly errors?: readonly { readonly message: string }[]
  }
  if (answer.errors || !answer.data)
    throw new Error(answer.errors?.map(({ message }) => message).join('\\n') ?? 'no data')
  return answer.data
}
`
}

/** Types of what a document asks for; loose ones where it does not fit the schema. */
function generated({ query, operationName }: Question, schema: GraphQLSchema | undefined) {
  const document = parsedDocument(query)
  const operation = chosenOperation(operationsIn(document), operationName)
  if (!schema || !document || !operation || validate(schema, document).length > 0)
    return {
      declarations: [],
      variables: 'Record<string, unknown>',
      data: 'Record<string, unknown>',
    }
  return typesOf(schema, document, operation)
}

function bodyOf({ query, variables, operationName }: Question) {
  return {
    query,
    ...(variables ? { variables } : {}),
    ...(operationName ? { operationName } : {}),
  }
}

function purposeLine({ purpose }: Question, indent: string): string {
  return purpose ? `\n${indent}'x-purpose': ${JSON.stringify(purpose)},` : ''
}

function indented(text: string, indent: string): string {
  return text.replaceAll('\n', `\n${indent}`)
}

/** A text as one word of a shell. */
function shell(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** A text as Python writes it: JSON's escapes are Python's, save that it has no other for what is beyond 16 bits. */
function python(text: string): string {
  return JSON.stringify(text)
}

/** A text as a template of JavaScript that holds nothing to compute. */
function template(text: string): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
  return `\`${safe}\``
}
