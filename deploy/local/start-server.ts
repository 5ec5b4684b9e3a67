import { spawn } from 'node:child_process'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NativeBinaries } from './native-binaries.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import type { ServerAccount } from './server-account.ts'
import { serverEnvironment } from './server-environment.ts'
import { serverSettings } from './server-settings.ts'
import { stopServer } from './stop-server.ts'

export interface ServerStart {
  readonly binaries: NativeBinaries
  readonly account: ServerAccount | undefined
  readonly data: string
  readonly port: number
  /** The server's messages are appended to this file. */
  readonly logFile: string
  readonly log: (line: string) => void
  readonly signal: AbortSignal | undefined
  /** In the place of some of the embedded server's own. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A started server that accepts connections. */
export interface RunningServer {
  stop(): Promise<void>
}

/** Recovery after a crash replays the log; two minutes cover `max_wal_size`. */
const readyWithinMs = 120_000
const keptLogBytes = 10_000_000

/** Starts PostgreSQL on a data directory and answers when it is ready, or throws what it logged. */
export async function startServer(start: ServerStart): Promise<RunningServer> {
  start.signal?.throwIfAborted()
  const size = statSync(start.logFile, { throwIfNoEntry: false })?.size ?? 0
  const logFile = openSync(start.logFile, size > keptLogBytes ? 'w' : 'a', 0o600)
  const logStart = size > keptLogBytes ? 0 : size
  const settings = { ...serverSettings, ...start.settings, port: String(start.port) }
  const child = spawn(
    start.binaries.postgres,
    [
      '-D',
      start.data,
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    {
      ...start.account,
      cwd: start.data,
      env: serverEnvironment(),
      stdio: ['ignore', logFile, logFile],
      // Its own process group: Ctrl-C must not stop the databases under requests that still run.
      detached: process.platform !== 'win32',
    },
  )
  closeSync(logFile)
  child.unref()
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`ended with ${code ?? signal}`))
  })
  // Runs when this process ends without stop(): a fast shutdown, which PostgreSQL finishes alone.
  const endWithUs = (): boolean => child.kill('SIGINT')
  process.once('exit', endWithUs)
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined) await stopServer(child.pid)
    process.off('exit', endWithUs)
  }
  let stopping = false
  const outcome = await Promise.race([ended, whenReady(start, child.pid)])
  if (outcome !== 'ready') {
    await stop()
    start.signal?.throwIfAborted()
    throw new Error(`PostgreSQL did not start: ${outcome}\n${tail(start.logFile, logStart)}`)
  }
  void ended.then((how) => {
    if (!stopping) start.log(`PostgreSQL stopped by itself (${how}); see ${start.logFile}`)
  })
  return {
    stop: () => {
      stopping = true
      return stop()
    },
  }
}

async function whenReady(start: ServerStart, pid: number | undefined): Promise<string> {
  const until = performance.now() + readyWithinMs
  let told = false
  while (performance.now() < until && start.signal?.aborted !== true) {
    const file = await readPostmasterFile(start.data)
    if (file?.pid === pid && file?.ready === true) return 'ready'
    if (!told && until - performance.now() < readyWithinMs - 3_000) {
      told = true
      start.log('PostgreSQL recovers from an interrupted run …')
    }
    await sleep(10)
  }
  return start.signal?.aborted === true
    ? 'interrupted'
    : `not ready within ${readyWithinMs / 1000} s`
}

/** The last lines that this start logged. */
function tail(path: string, from: number): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const begin = Math.max(from, size - 2_000)
  const buffer = Buffer.alloc(Math.max(0, size - begin))
  const file = openSync(path, 'r')
  readSync(file, buffer, 0, buffer.length, begin)
  closeSync(file)
  return buffer.toString().trim()
}
