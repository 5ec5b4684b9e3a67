import { spawn } from 'node:child_process'
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { NativeBinaries } from './native-binaries.ts'
import type { ServerAccount } from './server-account.ts'
import { serverEnvironment } from './server-environment.ts'

export interface Initialisation {
  readonly binaries: NativeBinaries
  readonly account: ServerAccount | undefined
  /** The data directory to make; it exists only once it is complete. */
  readonly data: string
  readonly superuser: string
  readonly password: string
  readonly signal: AbortSignal | undefined
}

/** Makes an empty cluster by `initdb`, beside its place and then renamed into it. */
export async function initialise(request: Initialisation): Promise<void> {
  const work = `${request.data}.new`
  const passwordFile = join(work, 'password')
  const fresh = join(work, 'data')
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, request.password, { mode: 0o600 })
  if (request.account !== undefined) {
    await chown(work, request.account.uid, request.account.gid)
    await chown(passwordFile, request.account.uid, request.account.gid)
  }
  try {
    await run(request, ['-D', fresh, '--pwfile', passwordFile])
    await rename(fresh, request.data)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const options = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-sync',
  '--no-instructions',
]

async function run(request: Initialisation, placed: readonly string[]): Promise<void> {
  request.signal?.throwIfAborted()
  const child = spawn(
    request.binaries.initdb,
    [...options, `--username=${request.superuser}`, ...placed],
    {
      ...request.account,
      cwd: dirname(placed[1] ?? request.data),
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Its own process group: Ctrl-C reaches this process only, which then ends initdb itself.
      detached: process.platform !== 'win32',
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    },
  )
  const endWithUs = (): boolean => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  let said = ''
  child.stdout.resume()
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  try {
    await new Promise<void>((resolve, reject) => {
      let failure: Error | undefined
      child.once('error', (error) => (failure = error))
      child.once('close', (code, signal) => {
        if (failure === undefined && code === 0) resolve()
        else reject(failure ?? new Error(`initdb ended with ${code ?? signal}: ${said.trim()}`))
      })
    })
  } finally {
    process.off('exit', endWithUs)
  }
}
