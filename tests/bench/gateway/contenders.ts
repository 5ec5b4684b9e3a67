import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { readSettings } from '../../../deploy/settings.ts'
import { openCluster } from '../../../deploy/local/cluster.ts'
import { portToKeep } from '../../support/port-to-keep.ts'
import { ensureJournal } from '../../../gateway/audit/ensure-journal.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { accessTokens } from '../access-token.ts'
import { type Child, startChild } from '../child.ts'
import type { Graph } from './graph.ts'
import type { Target } from './load.ts'

/** A gateway in a process of its own. */
export interface Contender extends Target {
  readonly name: ContenderName
  readonly pid: number
}

/**
 * Ours without authorisation, with it and the audit journal, without authorisation and sharing nothing
 * between requests; Apollo's own.
 */
export type ContenderName = 'open' | 'guarded' | 'unshared' | 'stock'

export interface Ring extends AsyncDisposable {
  readonly contenders: readonly Contender[]
  /** What came to the ministries since the last time. */
  counts(): Promise<Readonly<Record<'requests' | 'representations' | 'distinct', number>>>
}

/** Gateways on one processor, whoever asks and answers them on the other. */
const [gatewayProcessor, ministryProcessor] = [1, 0]

/** Starts the ministries of a graph in one process, and gateways over them. */
export async function openRing(
  names: readonly ContenderName[],
  graphAt: (origin: string) => Promise<Graph> | Graph,
): Promise<Ring> {
  const opened: AsyncDisposable[] = []
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]()
  }
  try {
    return { ...(await startedRing(names, graphAt, opened)), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

async function startedRing(
  names: readonly ContenderName[],
  graphAt: (origin: string) => Promise<Graph> | Graph,
  opened: AsyncDisposable[],
): Promise<Omit<Ring, typeof Symbol.asyncDispose>> {
  const held = <T extends AsyncDisposable>(one: T): T => {
    opened.push(one)
    return one
  }
  const directory = held(await temporaryDirectory())
  const port = await portToKeep()
  const graph = await graphAt(`http://127.0.0.1:${port}`)
  const file = join(directory.path, 'supergraph.graphql')
  await writeFile(file, graph.supergraph)
  const up = async (
    script: string,
    environment: Readonly<Record<string, string>>,
    processor = gatewayProcessor,
  ): Promise<Child> =>
    held(
      await startChild({
        args: [
          '--import',
          './tests/bench/gateway/typescript.mjs',
          `tests/bench/gateway/${script}.ts`,
        ],
        environment: { NODE_ENV: 'production', BENCH_SUPERGRAPH: file, ...environment },
        until: /(http:\S+)/,
        processor,
      }),
    )
  const world = { BENCH_WORLD: JSON.stringify(graph.size), PORT: String(port) }
  const ministries = await up('subgraphs', world, ministryProcessor)

  const start = async (name: ContenderName): Promise<Contender> => {
    if (name === 'stock') return contender(name, await up('stock', {}))
    const quiet = {
      LIEN_THONG_DATA_DIR: directory.path,
      LIEN_THONG_CONSOLE: 'off',
      LIEN_THONG_LOG_LEVEL: 'fatal',
      // Ad-hoc documents ask for lists within lists, whose sizes nobody knows.
      LIEN_THONG_MAX_COST: '100000000',
    }
    if (name === 'open' || name === 'unshared') {
      const open = { ...quiet, BENCH_OPEN: 'yes', BENCH_SHARING: name === 'open' ? 'on' : 'off' }
      return contender(name, await up('ours', open))
    }
    const cluster = await openCluster({ directory: join('.data', 'bench', 'gateway'), log: note })
    held({ [Symbol.asyncDispose]: () => cluster.stop() })
    await ensureJournal(cluster.url({ database: 'gateway', role: 'owner' }))
    const environment = {
      ...quiet,
      GATEWAY_DATABASE_URL: cluster.url({ database: 'gateway', role: 'writer' }),
    }
    const token = await accessTokens(readSettings({ ...process.env, ...environment }))
    const bearer = await token({ sub: 'bench', roles: ['analyst'] })
    return contender(name, await up('ours', environment), { authorization: `Bearer ${bearer}` })
  }

  const contenders: Contender[] = []
  for (const name of names) contenders.push(await start(name))
  return {
    contenders,
    async counts() {
      // The shape of subgraphs.ts.
      return (await (await fetch(`${ministries.answer}/counts`)).json()) as Awaited<
        ReturnType<Ring['counts']>
      >
    },
  }
}

function contender(name: ContenderName, child: Child, headers: Target['headers'] = {}): Contender {
  return { name, pid: child.pid, url: new URL(child.answer), headers }
}

/** Whether another gateway is installed, to be measured too. */
export function isInstalled(module: string): boolean {
  try {
    createRequire(import.meta.url).resolve(module)
    return true
  } catch {
    return false
  }
}

function note(line: string): void {
  process.stderr.write(`${line}\n`)
}
