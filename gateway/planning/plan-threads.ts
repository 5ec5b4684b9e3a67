import { Worker } from 'node:worker_threads'

/**
 * Threads whose lane was closed, each with what will end it, by the megabytes of their heap; starting one takes half a
 * second of a processor.
 */
const spare = new Map<number, Map<Worker, NodeJS.Timeout>>()
const spareMs = 5000

/** A thread that knows no planner: one that another lane of this process gave back, or a new one. It never keeps the process running. */
export function planThread(heapMegabytes: number): Worker {
  const [known] = spare.get(heapMegabytes)?.keys() ?? []
  if (known !== undefined) {
    forget(known, heapMegabytes)
    return known
  }
  const worker = new Worker(new URL('./plan-thread.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  })
  worker.unref()
  // Who waits for a reply hears of it; one that dies while nothing is asked of it is replaced at the next request.
  worker.on('error', () => undefined)
  worker.once('exit', () => forget(worker, heapMegabytes))
  return worker
}

/** Takes back a thread that does nothing and knows no planner; unless it is taken within some seconds it is ended. */
export function giveBack(worker: Worker, heapMegabytes: number): void {
  const idle = spare.get(heapMegabytes) ?? new Map<Worker, NodeJS.Timeout>()
  spare.set(heapMegabytes, idle)
  idle.set(worker, setTimeout(() => void worker.terminate(), spareMs).unref())
}

function forget(worker: Worker, heapMegabytes: number): void {
  const idle = spare.get(heapMegabytes)
  clearTimeout(idle?.get(worker))
  idle?.delete(worker)
}
