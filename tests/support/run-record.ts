import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What a system tells: lines of logs, what a process writes on standard error, spans, and pages of metrics. */
type Told = 'log' | 'stderr' | 'spans' | 'metrics'

/** Variables by which the processes of a run know where its record lies, and whose test file is at work. */
const variables = { directory: 'RUN_RECORD', testFile: 'RUN_RECORD_OF' } as const
const secretsFile = 'secrets'

/** Makes the directory of a run's record; from then on this process and those that it starts keep it. */
export function beginRecord(directory: string): void {
  mkdirSync(directory, { recursive: true })
  process.env[variables.directory] = directory
}

/** Says whose what this process tells from now on is. */
export function recordFor(testFile: string): void {
  process.env[variables.testFile] = basename(testFile)
}

/** Whether what is told is kept: in a test run, and not where somebody measures by hand. */
export function isRecorded(): boolean {
  return process.env[variables.directory] !== undefined
}

/** Keeps what a system told, to be searched at the end of the run. */
export function recordTold(kind: Told, text: string): void {
  const from = process.env[variables.testFile] ?? 'run'
  append(`${from}.${process.pid}.${kind}`, text.endsWith('\n') ? text : `${text}\n`)
}

/** Passwords and keys that were used in this run: nothing that is told may hold one. */
export function recordUsed(secrets: readonly string[]): void {
  append(secretsFile, secrets.map((secret) => `${JSON.stringify(secret)}\n`).join(''))
}

function append(name: string, text: string): void {
  const directory = process.env[variables.directory]
  if (directory !== undefined && text !== '') appendFileSync(join(directory, name), text)
}

export interface RunRecord {
  readonly secrets: readonly string[]
  readonly files: readonly { readonly name: string; readonly read: () => string }[]
}

/** Opens what was kept. */
export function readRecord(directory: string): RunRecord {
  const names = readdirSync(directory)
  const read = (name: string): string => readFileSync(join(directory, name), 'utf8')
  const lines = names.includes(secretsFile) ? read(secretsFile).trimEnd().split('\n') : []
  return {
    secrets: [...new Set(lines)].map((line) => JSON.parse(line) as string),
    files: names
      .filter((name) => name !== secretsFile)
      .map((name) => ({ name, read: () => read(name) })),
  }
}
