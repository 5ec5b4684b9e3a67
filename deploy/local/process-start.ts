import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * When a process started, as text to compare with; undefined when no such process runs. A process
 * number alone says nothing after a reboot or a kill, since numbers are given again.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (!alive(pid)) return undefined
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    // Fields 3 (state) and 22 (start), counted after the program's name, which may hold blanks.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    if (line === '' || fields[0] === 'Z') return undefined
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
    return `${boot.trim()} ${fields[19] ?? ''}`
  }
  if (process.platform === 'win32') return 'running'
  return promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => 'running',
  )
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
