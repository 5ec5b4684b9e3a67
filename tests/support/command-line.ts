import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeArguments } from './node-arguments.ts'
import { recordTold } from './run-record.ts'

export const repositoryRoot = join(import.meta.dirname, '../..')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A `lien-thong` process as a user starts it. Still running at the end of the scope: it is killed. */
export interface Launched extends AsyncDisposable {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Waits until standard output (or error) matches; fails with all output when the process ends first. */
  said(pattern: RegExp): Promise<RegExpExecArray>
}

export interface LaunchOptions {
  readonly directory: string
  readonly environment?: Readonly<Record<string, string>>
  /** Started under this account. */
  readonly uid?: number
  /** Where the repository lies; this one otherwise. */
  readonly root?: string
}

/**
 * Starts `node deploy/lien-thong.mjs …` with a state directory of its own and nothing else of this environment; without
 * the page, which takes seconds to build, and evaluation of indicators, which goes on for minutes, unless a test wants them.
 */
export function launch(args: readonly string[], options: LaunchOptions): Launched {
  const { directory, environment, uid, root = repositoryRoot } = options
  const child = spawn(process.execPath, [...nodeArguments, 'deploy/lien-thong.mjs', ...args], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      LIEN_THONG_DATA_DIR: directory,
      LIEN_THONG_PEOPLE: '500',
      LIEN_THONG_CONSOLE: 'off',
      LIEN_THONG_INDICATOR_MINUTES: '0',
      LIEN_THONG_QUALITY_REFRESH_MINUTES: '0',
      PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const output = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (output.out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (output.err += String(chunk)))
  let over = false
  // A process that could not be started has no code, and says why in place of its output.
  const ended = once(child, 'close').then(
    ([code]) => ({ code: code as number | null, ...output }),
    (error: unknown) => ({ code: null, out: output.out, err: (output.err = String(error)) }),
  )
  void ended.then(({ err }) => {
    over = true
    recordTold('stderr', err)
  })
  return {
    child,
    ended,
    said: async (pattern) => {
      for (;;) {
        const isLast = over
        const found = pattern.exec(output.out) ?? pattern.exec(output.err)
        if (found !== null) return found
        if (isLast) throw new Error(`ended without ${String(pattern)}: ${output.out}${output.err}`)
        await sleep(10)
      }
    },
    [Symbol.asyncDispose]: async () => {
      if (!over) child.kill('SIGKILL')
      await ended
      for (const pid of await processesOf(directory)) process.kill(Number(pid), 'SIGKILL')
    },
  }
}

/** Numbers of the processes whose command line names a path: PostgreSQL's, with its data directory. */
export async function processesOf(path: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(path)) found.push(pid)
  }
  return found
}
