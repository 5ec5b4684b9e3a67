import { useSyncExternalStore } from 'react'
import { type Answer, type Question, ask } from '../../api/ask.ts'

/** What became of the question of a tab. */
export type Run =
  | {
      readonly is: 'running'
      readonly question: Question
      readonly since: number
      readonly cancel: () => void
    }
  | { readonly is: 'answered'; readonly question: Question; readonly answer: Answer }
  | { readonly is: 'failed'; readonly question: Question; readonly error: unknown }
  | { readonly is: 'cancelled'; readonly question: Question; readonly afterMs: number }

const listeners = new Set<() => void>()
let runs: ReadonlyMap<string, Run> = new Map()

/** The latest run of a tab; it goes on while another page of the console is looked at. */
export function useRun(tab: string): Run | undefined {
  return useSyncExternalStore(subscribe, () => runs.get(tab))
}

/** Asks a question for a tab; one that still runs there is cancelled, which the gateway carries to the databases. */
export async function run(tab: string, question: Question): Promise<Run> {
  const before = runs.get(tab)
  if (before?.is === 'running') before.cancel()
  const abort = new AbortController()
  const since = performance.now()
  const running: Run = { is: 'running', question, since, cancel: () => abort.abort() }
  put(tab, running)
  const ended = await outcome(question, abort.signal, since)
  if (runs.get(tab) === running) put(tab, ended)
  return ended
}

/** Forgets what a closed tab asked, and cancels it. */
export function dropRun(tab: string): void {
  const found = runs.get(tab)
  if (found?.is === 'running') found.cancel()
  const rest = new Map(runs)
  rest.delete(tab)
  publish(rest)
}

async function outcome(question: Question, signal: AbortSignal, since: number): Promise<Run> {
  try {
    return { is: 'answered', question, answer: await ask(question, signal) }
  } catch (error) {
    if (signal.aborted) return { is: 'cancelled', question, afterMs: performance.now() - since }
    return { is: 'failed', question, error }
  }
}

function put(tab: string, found: Run): void {
  publish(new Map([...runs, [tab, found]]))
}

function publish(next: ReadonlyMap<string, Run>): void {
  runs = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
