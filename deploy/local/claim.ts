import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { processStart } from './process-start.ts'
import { stateDirectory } from './state-directory.ts'

const owner = z.object({ pid: z.number().int(), started: z.string(), url: z.string().optional() })
type Owner = z.infer<typeof owner>

/** The hold that one process has on a state directory. */
export interface Claim {
  release(): Promise<void>
}

/**
 * Takes a state directory (`.data`) for this process. Throws when another live process holds it, and
 * names its number and the URL that it serves; the file of a dead one is put aside.
 */
export async function claim(directory: string, url: string | undefined): Promise<Claim> {
  await stateDirectory(directory)
  const path = join(directory, 'owner.json')
  const started = (await processStart(process.pid)) ?? ''
  const text = JSON.stringify({ pid: process.pid, started, ...(url === undefined ? {} : { url }) })
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(path, text, { flag: 'wx', mode: 0o600 })
      return { release: () => rm(path, { force: true }) }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    await putAsideDead(path, directory)
  }
  throw new Error(`another process is starting in ${directory} at this moment`)
}

async function putAsideDead(path: string, directory: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before === undefined) return
  const holder = parse(before)
  if (holder !== undefined && (await processStart(holder.pid)) === holder.started) {
    const where = holder.url === undefined ? '' : `, ${holder.url}`
    throw new Error(`already running: process ${holder.pid}${where} (${directory})`)
  }
  // Renamed and not removed, so that of two newcomers only one takes this very file away.
  const aside = `${path}.${process.pid}`
  await rename(path, aside).catch(() => undefined)
  const taken = await readFile(aside, 'utf8').catch(() => undefined)
  if (taken !== undefined && taken !== before) await rename(aside, path)
  else await rm(aside, { force: true })
}

function parse(text: string): Owner | undefined {
  try {
    return owner.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
