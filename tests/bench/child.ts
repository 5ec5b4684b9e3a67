import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'

export interface ChildOptions {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Seen in its output, it is up; the first group is the answer. */
  readonly until: RegExp
  /** The processor that it stays on; any when absent. */
  readonly processor?: number
}

export interface Child extends AsyncDisposable {
  readonly pid: number
  readonly answer: string
}

const taskset = '/usr/bin/taskset'

/**
 * A Node process of its own, from its start until it says that it is up. BENCH_PROFILES names a folder
 * for its processor profile (`node --cpu-prof`).
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { args, environment, until, processor } = options
  const pinned = processor !== undefined && existsSync(taskset)
  const profiles = process.env['BENCH_PROFILES']
  const profiling = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  const node = [process.execPath, ...profiling, ...args]
  const command = pinned ? [taskset, '-c', String(processor), ...node] : node
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  let output = ''
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += String(chunk)
    const found = until.exec(output)
    if (found === null) continue
    child.stdout.resume()
    return { pid: child.pid ?? 0, answer: found[1] ?? '', [Symbol.asyncDispose]: stop }
  }
  await stop()
  throw new Error(`expected ${args.join(' ')} to say ${until.source}, got: ${output}`)
}
