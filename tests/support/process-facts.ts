import { readdir, readFile, readlink } from 'node:fs/promises'

/** What a process holds at a moment (Linux, /proc). */
export interface ProcessFacts {
  readonly sockets: number
  readonly descriptors: number
  /** MiB in memory. */
  readonly residentMegabytes: number
}

/** Reads what a process holds. Throws when it is gone. */
export async function processFacts(pid: number): Promise<ProcessFacts> {
  const names = await readdir(`/proc/${pid}/fd`)
  const targets = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  )
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN)
  return {
    sockets: targets.filter((target) => target.startsWith('socket:')).length,
    descriptors: targets.filter((target) => target !== '').length,
    residentMegabytes: kilobytes / 1024,
  }
}
