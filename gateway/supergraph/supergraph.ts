import { readFile } from 'node:fs/promises'
import { type GenerationParts, openGeneration } from './generation.ts'
import { type Lifecycle, openLifecycle } from './lifecycle.ts'
import { watchSupergraph } from './source.ts'

/** Where a supergraph came from; `release` is the registry's number of it. */
export interface SupergraphOrigin {
  readonly from: string
  readonly release?: number
}

/** The supergraph that is served, kept as the file says. */
export interface OpenSupergraph {
  readonly lifecycle: Lifecycle
  /** Where the current supergraph came from. */
  readonly source: () => SupergraphOrigin
  close(): Promise<void>
}

/** Loads the supergraph's file and follows its changes. Throws when the first one cannot be served. */
export async function openSupergraph(parts: GenerationParts): Promise<OpenSupergraph> {
  const { supergraphFile: file, log } = parts.config
  const load = (text: string) => openGeneration(text, parts)
  const first = await load(await textOf(file)).catch((error: unknown) => {
    throw new Error(`supergraph ${file}: ${error instanceof Error ? error.message : String(error)}`)
  })
  const lifecycle = openLifecycle(first, load, log)
  const source = watchSupergraph(
    file,
    (text) => lifecycle.offer(text),
    (reason) => lifecycle.miss(reason),
  )
  return {
    lifecycle,
    source: () => ({ from: 'file' }),
    async close() {
      await source.stop()
      await lifecycle.close()
    },
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new Error(`supergraph ${file}: expected a readable file; write it with schema compose`)
  }
}
