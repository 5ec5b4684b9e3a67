import { readFileSync, readdirSync } from 'node:fs'
import { Client } from 'pg'

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

/** Fields of /proc/PID/stat after the command, which may hold spaces and brackets; field 3 is first. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It ended meanwhile.
    return undefined
  }
}
