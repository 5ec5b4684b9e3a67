import { setTimeout as after } from 'node:timers/promises'
import { postgresTime } from './postgres-processes.ts'
import { processorTime } from './processor-time.ts'
import { type Spread, spread } from './spread.ts'

/** One way of answering the same question. */
export interface Contender {
  readonly name: string
  /** Asks once, and throws where the answer is not the expected one. */
  readonly ask: () => Promise<void>
  /** Processes whose time is counted. */
  readonly pids: readonly number[]
}

export interface ContestOptions {
  readonly contenders: readonly Contender[]
  readonly postmaster: number
  readonly rounds: number
  /** Asked by each contender in a round. */
  readonly requests: number
  /** Asked at the same time. */
  readonly atOnce: number
  /** Milliseconds that each asker waits before it asks, about: between half and one and a half of it. */
  readonly pauseMs?: number
}

/** Milliseconds a request. */
export interface Sample {
  /** Processor time of the contender's own processes. */
  readonly own: number
  /** Processor time of PostgreSQL. */
  readonly database: number
  /** From question to answer: the median of the round. */
  readonly latency: number
  /** The round's time for each of its requests, pauses with it: 1000 / it are answered a second. */
  readonly elapsed: number
}

/** Rounds before those that count: compilers and caches warm up. */
const warmUps = 4

/** Contenders take turns, so that what else the machine does falls upon all of them. */
export async function contest(options: ContestOptions): Promise<Contest> {
  const samples = new Map<string, Sample[]>(options.contenders.map(({ name }) => [name, []]))
  for (let round = -warmUps; round < options.rounds; round++)
    for (const contender of options.contenders) {
      const sample = await measured(contender, options)
      if (round >= 0) samples.get(contender.name)?.push(sample)
    }
  return new Contest(samples)
}

async function measured(
  { ask, pids }: Contender,
  { postmaster, requests, atOnce, pauseMs = 0 }: ContestOptions,
): Promise<Sample> {
  const ownTime = (): number => pids.reduce((sum, pid) => sum + processorTime(pid), 0)
  const latencies: number[] = []
  const [own, database] = [ownTime(), postgresTime(postmaster)]
  let left = requests
  const start = performance.now()
  const asker = async (): Promise<void> => {
    while (left-- > 0) {
      if (pauseMs > 0) await after(pauseMs * (0.5 + Math.random()))
      const began = performance.now()
      await ask()
      latencies.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, asker))
  const elapsed = (performance.now() - start) / requests
  return {
    own: (ownTime() - own) / requests,
    database: (postgresTime(postmaster) - database) / requests,
    latency: spread(latencies).median,
    elapsed,
  }
}

/** What every round of every contender cost. */
export class Contest {
  readonly #samples: ReadonlyMap<string, readonly Sample[]>

  constructor(samples: ReadonlyMap<string, readonly Sample[]>) {
    this.#samples = samples
  }

  of(name: string, what: (sample: Sample) => number): Spread {
    return spread(this.#rounds(name).map(what))
  }

  /** Of one contender to another, round by round. */
  ratio(name: string, to: string, what: (sample: Sample) => number): Spread {
    const others = this.#rounds(to)
    return spread(
      this.#rounds(name).map((sample, i) => {
        const other = others[i]
        return other === undefined ? Number.NaN : what(sample) / what(other)
      }),
    )
  }

  /** A table with the spread of everything, for people. */
  table(): string {
    const cell = ({ median, low, high }: Spread): string =>
      `${median.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`.padEnd(26)
    const head = ['ms a request', 'own processor time', 'of PostgreSQL', 'latency', 'elapsed']
    const lines = [...this.#samples.keys()].map((name) =>
      [
        name.padEnd(26),
        cell(this.of(name, ({ own }) => own)),
        cell(this.of(name, ({ database }) => database)),
        cell(this.of(name, ({ latency }) => latency)),
        cell(this.of(name, ({ elapsed }) => elapsed)),
      ].join(''),
    )
    return [head.map((title) => title.padEnd(26)).join(''), ...lines].join('\n')
  }

  #rounds(name: string): readonly Sample[] {
    const rounds = this.#samples.get(name)
    if (rounds === undefined) throw new Error(`expected a contender, got ${name}`)
    return rounds
  }
}
