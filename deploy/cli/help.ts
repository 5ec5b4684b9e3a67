import { ministrySettings, settingTable } from '../setting-table.ts'
import type { Command } from './command.ts'
import { exitCodes } from './exit-codes.ts'

/** The help of `lien-thong` itself. */
export function overallHelp(commands: readonly Command[]): string {
  return [
    'Liên Thông: one GraphQL query surface over the databases of several ministries.',
    '',
    'Usage: lien-thong <command> [options]',
    '',
    'Commands:',
    ...columns(commands.map((command) => [usage(command), command.line])),
    '',
    'Options:',
    ...columns([
      ['--help', 'help, of a command when one is named'],
      ['--version', 'version'],
    ]),
    '',
    'Settings (environment; a secret NAME also as NAME_FILE, a file that holds it):',
    ...columns([...Object.values(settingTable), ...ministrySettings].map(settingLine)),
    '',
    'Exit codes:',
    ...columns(exitCodes),
  ].join('\n')
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { value, what }]) =>
      [`--${name}${value === undefined ? '' : ` ${value}`}`, what] as const,
  )
  return [
    command.line,
    '',
    `Usage: lien-thong ${usage(command)}${options.length > 0 ? ' [options]' : ''}`,
    '',
    'Options:',
    ...columns([...options, ['--help', 'this help']]),
    '',
    'Exit codes:',
    ...columns(exitCodes),
  ].join('\n')
}

function usage({ name, words }: Command): string {
  return [name, ...words].join(' ')
}

function settingLine(setting: {
  name: string
  unit: string
  default: string | undefined
  what: string
}): readonly [string, string] {
  const { name, unit, default: assumed, what } = setting
  return [name, `${what} (${unit}${assumed === undefined ? '' : `, default ${assumed}`})`]
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
