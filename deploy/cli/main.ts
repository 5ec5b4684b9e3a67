import { buildOf } from '../../telemetry/build.ts'
import { readSettings } from '../settings.ts'
import type { Call, Command } from './command.ts'
import { findCommand } from './find-command.ts'
import { commandHelp, overallHelp } from './help.ts'
import { readCall } from './read-call.ts'
import { plainText } from './plain-text.ts'
import { UsageError } from './usage-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Runs one command line and answers the exit code (see `--help`). An error is one clear line on standard
 * error; its stack is printed when LIEN_THONG_LOG_LEVEL is debug or trace.
 */
export async function main(
  commands: readonly Command[],
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  try {
    return await answered(commands, args, environment)
  } catch (error) {
    const isUsage = error instanceof UsageError
    const text = error instanceof Error ? error.message : String(error)
    const isDebug = /^(debug|trace)$/.test(environment['LIEN_THONG_LOG_LEVEL'] ?? '')
    const stack = isDebug && error instanceof Error ? `\n${error.stack ?? ''}` : ''
    console.error(`lien-thong: ${text}${isUsage ? ' (see lien-thong --help)' : ''}${stack}`)
    return isUsage ? 2 : 1
  }
}

async function answered(
  commands: readonly Command[],
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const wantsHelp = args.includes('--help') || args.includes('-h')
  const words = args.slice(0, firstOption(args))
  if (words.length === 0) {
    if (args[0] === '--version') {
      print(version(environment))
      return 0
    }
    if (!wantsHelp && args.length > 0) throw new UsageError(`unknown option: ${args[0]}`)
    print(overallHelp(commands))
    return wantsHelp ? 0 : 2
  }
  const { command, rest } = findCommand(commands, words)
  if (wantsHelp) {
    print(commandHelp(command))
    return 0
  }
  const call = readCall(command, [...rest, ...args.slice(words.length)])
  return await command.run({ ...call, settings: settingsOf(environment), print })
}

function firstOption(args: readonly string[]): number {
  const place = args.findIndex((word) => word.startsWith('-'))
  return place === -1 ? args.length : place
}

function settingsOf(environment: Environment): Call['settings'] {
  try {
    return readSettings(environment)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'wrong settings')
  }
}

/** `0.1.0`, and the commit where the one who built it names it. */
function version(environment: Environment): string {
  const named = environment['LIEN_THONG_COMMIT']
  const { version: number, commit } = buildOf(named === '' ? undefined : named)
  return named ? `${number} (${commit})` : number
}

function print(line: string): void {
  console.log(plainText(line))
}
