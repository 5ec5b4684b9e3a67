import * as fc from 'fast-check'
import { print } from 'graphql'
import { choicesOf } from './choices.ts'
import type { Answer, Ask, Executor, Operation } from './executor.ts'
import { type Federation, federationOf } from './federation.ts'
import { type Genes, genes, operationGenes } from './genes.ts'
import { type Liberties, operationOf } from './operation.ts'

export interface Search {
  /** Cases to try: one operation on one supergraph over the data of one seed each. */
  readonly cases: number
  /** What operations may hold. */
  readonly liberties: Liberties
  /** Opens what is judged. */
  readonly open: (federation: Federation) => Promise<Executor>
  /** Says what is wrong about one case; undefined where nothing is. */
  readonly judge: (trial: Trial) => Promise<string | undefined>
  /** For which federations the data is without nulls, failures, gaps and misfits. */
  readonly clean?: (federation: Federation) => boolean
  /** Where the search starts; anywhere, unless said. */
  readonly seed?: number
  /** Supergraphs that are looked at; all, unless said. */
  readonly fits?: (federation: Federation) => boolean
}

export interface Trial {
  readonly federation: Federation
  readonly operation: Operation
  /** The right answer. */
  readonly expected: Answer
  readonly execute: (ask: Ask) => Promise<Answer>
  readonly ask: Ask
  readonly seed: number
}

export interface Found {
  readonly cases: number
  readonly supergraphs: number
  readonly operations: number
  /** The smallest counter-example, readable; undefined where all went well. */
  readonly counterExample: string | undefined
}

/** Supergraphs tried at once, and the seeds of data for each operation: two of each kind (see truth.ts). */
const batch = 4
const seeds = 8

/** How long a search that found something looks for something smaller. Milliseconds. */
const shrinkMs = 60_000

interface Opened {
  readonly federation: Federation
  readonly executor: Executor
}

/** Tries operations on supergraphs until enough cases went well, or one did not. */
export async function search(question: Search): Promise<Found> {
  const { liberties, open, judge, fits, clean } = question
  const opened = new Map<Genes, Promise<Opened | undefined>>()
  const tried = { cases: 0, supergraphs: 0, operations: 0 }

  const knownOf = (of: Genes): Promise<Opened | undefined> => {
    const known = opened.get(of) ?? openOf(of)
    opened.set(of, known)
    return known
  }
  const openOf = async (of: Genes): Promise<Opened | undefined> => {
    const federation = federationOf(of)
    if (federation === undefined || fits?.(federation) === false) return undefined
    tried.supergraphs++
    return { federation, executor: await open(federation) }
  }
  const closeAll = async (): Promise<void> => {
    for (const one of opened.values()) await (await one)?.executor.close()
    opened.clear()
  }

  const property = fc.asyncProperty(
    genes,
    fc.array(operationGenes, { minLength: 1, maxLength: 60, size: 'max' }),
    fc.nat({ max: 1_000_000 }),
    async (of, bytes, first) => {
      const known = await knownOf(of)
      if (known === undefined) return
      const { federation, executor } = known
      for (const one of bytes) {
        const operation = operationOf(federation.api, choicesOf(one), liberties)
        if (operation === undefined) continue
        tried.operations++
        for (let count = 0; count < seeds; count++) {
          const seed = clean?.(federation) ? (first + count) * 4 : first + count
          tried.cases++
          const data = federation.world.data(seed)
          const expected = await data.whole(operation)
          const execute = (ask: Ask): Promise<Answer> => executor.execute(operation, ask)
          const wrong = await judge({
            federation,
            operation,
            expected,
            execute,
            ask: data.ask,
            seed,
          }).catch(
            (error: unknown) => `failed: ${error instanceof Error ? error.stack : String(error)}`,
          )
          if (wrong !== undefined)
            throw new Error(readable(federation, operation, `data of seed ${seed}\n${wrong}`))
        }
      }
    },
  )

  try {
    while (tried.cases < question.cases) {
      const start = question.seed === undefined ? {} : { seed: question.seed + tried.cases }
      const limits = { numRuns: batch, interruptAfterTimeLimit: shrinkMs }
      const details = await fc.check(property, { ...limits, ...start })
      await closeAll()
      if (details.failed) return { ...tried, counterExample: textOf(details) }
    }
    return { ...tried, counterExample: undefined }
  } finally {
    await closeAll()
  }
}

function textOf<T>({ errorInstance, seed, counterexamplePath }: fc.RunDetails<T>): string {
  const text = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  return `${text}\nfast-check seed ${seed}, path ${counterexamplePath}`
}

function readable({ sdls }: Federation, operation: Operation, wrong: string): string {
  const subgraphs = Array.from(sdls, ([name, sdl]) => `# subgraph ${name}\n${sdl}`)
  return [
    wrong,
    print(operation.document),
    `variables ${JSON.stringify(operation.variables)}`,
    ...subgraphs,
  ].join('\n\n')
}
