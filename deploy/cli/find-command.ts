import { nearestName } from '../nearest-name.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

/** The command that the first words name (the longest that fits), and the words that follow it. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } {
  const fitting = commands
    .map((command) => ({ command, length: command.name.split(' ').length }))
    .filter(({ command, length }) => words.slice(0, length).join(' ') === command.name)
    .sort((a, b) => b.length - a.length)
  const [best] = fitting
  if (best === undefined) throw new UsageError(notFound(commands, words))
  return { command: best.command, rest: words.slice(best.length) }
}

function notFound(commands: readonly Command[], words: readonly string[]): string {
  const names = commands.map(({ name }) => name)
  const group = names.filter((name) => name.startsWith(`${words[0] ?? ''} `))
  if (group.length > 0) return `expected one of: ${group.join(', ')}; got: ${words.join(' ')}`
  const given = [words.slice(0, 2).join(' '), words[0] ?? '']
  const near = given.map((name) => nearestName(name, names)).find((name) => name !== undefined)
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return `unknown command: ${words[0] ?? ''}${hint}`
}
