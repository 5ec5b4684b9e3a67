import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import type { BuiltPage, ConsolePage } from '../../gateway/http/console-page.ts'
import type { Settings } from '../settings.ts'
import { readPage } from './read-page.ts'
import { sourceHash } from './source-hash.ts'

const program = fileURLToPath(new URL('../lien-thong.mjs', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Milliseconds between two looks for a page that somebody built by hand after a failure. */
const lookMs = 3000
/** Milliseconds that a build may take, on the slowest machine. */
const buildMs = 180_000
/** Of the scheduler: databases that start at the same time come first. */
const niceness = 10

export interface OpenPage extends ConsolePage {
  /** Ends a build that is under way. */
  readonly close: () => Promise<void>
}

export interface PageParts {
  readonly settings: Pick<Settings, 'console' | 'consoleDir' | 'dataDir'>
  /** One line of progress. */
  readonly print: (line: string) => void
  readonly log: Logger
}

/** Where built pages are kept. */
export function pageHome({ consoleDir }: Pick<Settings, 'consoleDir'>): string {
  return resolve(consoleDir)
}

/**
 * The page that the gateway serves; undefined where it is switched off or this installation carries no source. When
 * none was built from this very source, another process builds it meanwhile, and this call does not wait. A build that
 * fails is logged, and the gateway does everything else.
 */
export async function openPage({ settings, print, log }: PageParts): Promise<OpenPage | undefined> {
  if (settings.console === 'off') return undefined
  const hash = await sourceHash()
  if (hash === undefined) return undefined
  const folder = join(pageHome(settings), hash)
  let now: BuiltPage | 'building' | 'failed' = 'building'
  let lookedAt = performance.now()
  const look = async (): Promise<void> => {
    lookedAt = performance.now()
    if (existsSync(folder)) now = await readPage(folder)
  }
  const failed = (error: unknown): void => {
    now = 'failed'
    log.error({ err: error }, 'the page could not be built; the API runs without it')
  }
  await look().catch(failed)
  const building = now === 'building' ? startBuild(settings) : undefined
  const done = building?.ended.then(async (said) => {
    if (said.stopped) return
    if (said.code !== 0) throw new Error(said.text.trim())
    await look()
    print(said.text.trim())
  })
  done?.catch(failed)
  if (building !== undefined) print('console: building the page; everything else starts meanwhile')
  return {
    current() {
      if (now === 'failed' && performance.now() - lookedAt > lookMs) void look().catch(failed)
      return now
    },
    async close() {
      building?.stop()
      await building?.ended.catch(() => undefined)
    },
  }
}

interface Build {
  readonly ended: Promise<{ code: number | null; text: string; stopped: boolean }>
  readonly stop: () => void
}

/** Runs `lien-thong console build` beside this process, and after what is more urgent. */
function startBuild({ consoleDir, dataDir }: PageParts['settings']): Build {
  const child = spawn(process.execPath, [program, 'console', 'build'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      LIEN_THONG_DATA_DIR: resolve(dataDir),
      LIEN_THONG_CONSOLE_DIR: resolve(consoleDir),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: buildMs,
  })
  let stopped = false
  return {
    ended: endOf(child).then((end) => ({ ...end, stopped })),
    stop: () => {
      stopped = true
      child.kill('SIGKILL')
    },
  }
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text = `${text}${String(chunk)}`.slice(-4000)
    })
  if (child.pid !== undefined) gentle(child.pid)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

function gentle(pid: number): void {
  try {
    setPriority(pid, niceness)
  } catch {
    // It has ended, or the system does not let us.
  }
}
