import { parseArgs } from 'node:util'
import { nearestName } from '../nearest-name.ts'
import type { Call, Command } from './command.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads a command's words and options from what follows its name. Fails with UsageError: an unknown
 * option (with the nearest known one), a missing or superfluous word, an option without its value.
 */
export function readCall(
  command: Command,
  args: readonly string[],
): Pick<Call, 'words' | 'values' | 'switches'> {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(command.options).map(([name, { value }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string' } as const,
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const words: string[] = []
  const values: Record<string, string> = {}
  const switches = new Set<string>()
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const option = known(command, token.name, token.rawName)
    if (option.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value`)
      switches.add(token.name)
      continue
    }
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-')))
      throw new UsageError(`--${token.name}: expected ${option.value}`)
    if (token.name in values) throw new UsageError(`--${token.name} is given twice`)
    values[token.name] = token.value
  }
  expectWords(command, words)
  return { words, values, switches }
}

function known(command: Command, name: string, raw: string) {
  const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined
  if (option !== undefined) return option
  const near = nearestName(name, Object.keys(command.options))
  throw new UsageError(
    `unknown option: ${raw}${near === undefined ? '' : `; did you mean --${near}?`}`,
  )
}

function expectWords(command: Command, words: readonly string[]): void {
  const missing = command.words.slice(words.length).filter((word) => !word.startsWith('['))
  if (missing.length > 0) throw new UsageError(`missing: ${missing.join(' ')}`)
  if (command.words.at(-1)?.endsWith('…]') === true) return
  const superfluous = words.slice(command.words.length)
  if (superfluous.length > 0) throw new UsageError(`superfluous: ${superfluous.join(' ')}`)
}
