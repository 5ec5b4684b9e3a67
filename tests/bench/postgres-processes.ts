import { readFileSync, readdirSync } from 'node:fs'
import { Client } from 'pg'
import { processorTime } from './processor-time.ts'

/** The process that started the server's processes, found from one of them. */
export async function postmasterOf(url: string): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const postmaster = parentOf(rows[0]?.pid ?? 0)
  await client.end()
  if (postmaster === undefined) throw new Error('expected the server to run on this machine')
  return postmaster
}

/** Every process of a server, the postmaster first. */
export function postgresProcesses(postmaster: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return [postmaster, ...all.map(Number).filter((pid) => parentOf(pid) === postmaster)]
}

/** Milliseconds of processor time of a server so far: of its processes, and of those that have ended. */
export function postgresTime(postmaster: number): number {
  const ended = statOf(postmaster)?.slice(13, 15).map(Number) ?? []
  const live = postgresProcesses(postmaster).map(processorTime)
  return [...ended.map((ticks) => ticks * tickMs), ...live].reduce((sum, one) => sum + one, 0)
}

/** Milliseconds of one tick of /proc/PID/stat (USER_HZ). */
const tickMs = 10

function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1]
  return parent === undefined ? undefined : Number(parent)
}

/** /proc/PID/stat from its third field on; the second, the command, may hold spaces and brackets. */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It ended meanwhile.
    return undefined
  }
}
