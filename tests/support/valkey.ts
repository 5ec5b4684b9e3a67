import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { portToKeep } from './port-to-keep.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const names = ['valkey-server', 'redis-server']

/** Where a Valkey, or the Redis that it comes from, lies in PATH; undefined: this machine has none. */
export const valkeyPath: string | undefined = names
  .flatMap((name) =>
    (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
  )
  .find(mayRun)

export interface Valkey extends AsyncDisposable {
  readonly url: string
  /** Ends it at once, with all that it knows. */
  kill(): Promise<void>
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>
  /** Stops it in its tracks: connections stay open, and nothing is answered. */
  freeze(): void
  thaw(): void
}

/** A Valkey of its own, which keeps nothing on disk. */
export async function openValkey(): Promise<Valkey> {
  const path = valkeyPath
  if (path === undefined) throw new Error('expected a Valkey, got none')
  const folder = await temporaryDirectory()
  const port = await portToKeep()
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '']
    child = spawn(path, [...options, '--appendonly', 'no', '--dir', folder.path], {
      stdio: 'ignore',
    })
    while (!(await answers(port))) await after(10)
  }
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await kill()
      await folder[Symbol.asyncDispose]()
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
