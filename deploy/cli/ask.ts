import { readFile } from 'node:fs/promises'
import type { Command } from './command.ts'
import { tokenOrUsage } from './token-or-usage.ts'
import { UsageError } from './usage-error.ts'

export const ask: Command = Object.freeze<Command>({
  name: 'ask',
  line: 'Ask the gateway on this machine as a persona, with a query or a file that holds one; prints the answer.',
  words: ['PERSONA', 'QUERY|FILE'],
  options: {
    purpose: { value: 'ID', what: 'why records of persons are read (the header X-Purpose)' },
    variables: { value: 'JSON', what: 'variables of the query' },
  },
  run: async ({ words, values, settings, print }) => {
    const [persona = '', text = ''] = words
    const query = await queryOf(text)
    const variables = variablesOf(values['variables'])
    const { purpose } = values
    const token = await tokenOrUsage(settings, persona)
    const url = `http://localhost:${settings.port}/graphql`
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
      },
      body: JSON.stringify({ query, variables }),
    }).catch(() => {
      throw new Error(`nothing answers at ${url}; is it running? (npm start)`)
    })
    const answer: unknown = await response.json()
    print(JSON.stringify(answer, null, 2))
    const failed = typeof answer === 'object' && answer !== null && 'errors' in answer
    return failed ? 1 : 0
  },
})

/** A document begins with a brace or a keyword; anything else names a file. */
async function queryOf(text: string): Promise<string> {
  if (/^\s*(\{|query\b|fragment\b|#)/.test(text)) return text
  try {
    return await readFile(text, 'utf8')
  } catch {
    throw new UsageError(`expected a query or a readable file, got ${JSON.stringify(text)}`)
  }
}

function variablesOf(text: string | undefined): unknown {
  if (text === undefined) return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError('--variables: expected JSON')
  }
}
