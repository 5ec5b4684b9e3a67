import { readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { processStart } from './process-start.ts'

/** What a running server says of itself in `postmaster.pid` of its data directory. */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly ready: boolean
}

/** Undefined when there is no such file or it is not yet whole. Lines as in PostgreSQL's pidfile.h. */
export async function readPostmasterFile(data: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** The number of the server that runs on a data directory, when one really does. */
export async function runningPostmaster(data: string): Promise<number | undefined> {
  const file = await readPostmasterFile(data)
  if (file === undefined || (await processStart(file.pid)) === undefined) return undefined
  if (process.platform !== 'linux') return file.pid
  // A server's working directory is its data directory; another process may have its old number.
  const cwd = await readlink(`/proc/${file.pid}/cwd`).catch(() => undefined)
  return cwd === undefined || cwd === data ? file.pid : undefined
}
