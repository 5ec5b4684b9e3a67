import type { Settings } from '../settings.ts'

/** An option of a command: `--name VALUE`, or `--name` alone when it takes no value. */
export interface Option {
  /** What its value is called in the help; without one the option is a switch. */
  readonly value?: string
  readonly what: string
}

/** What a command was called with. */
export interface Call {
  readonly words: readonly string[]
  /** Options that take a value, by name. */
  readonly values: Readonly<Partial<Record<string, string>>>
  readonly switches: ReadonlySet<string>
  /** The environment, checked. */
  readonly settings: Settings
  /** Prints a line of the command's answer on standard output. */
  readonly print: (line: string) => void
}

/** One command of `lien-thong`. */
export interface Command {
  /** One or more words: `schema check`. */
  readonly name: string
  readonly line: string
  /** Names of the words that follow; one in brackets may be left out, and so may those after it; `[NAME…]` at the end stands for any number. */
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  /** Runs until the work is done; answers the exit code. Throws UsageError or an Error to be printed. */
  readonly run: (call: Call) => Promise<number>
}
