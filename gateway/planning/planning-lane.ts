import { Worker } from 'node:worker_threads'
import type { OperationText, PlanReply, PlanRequest } from './plan-messages.ts'

/** The thread's reply, or what ended it: its time, its memory, the end of the gateway, a fault of its own. */
export type LaneReply = PlanReply | { readonly ended: 'late' | 'memory' | 'closed' | 'broken' }

/** One planning thread. Requests are done one after the other, each planner is opened before its first. */
export interface PlanningLane {
  /** Requests that wait. */
  waiting(): number
  isWorking(): boolean
  /** Starts the thread before anything is asked of it. */
  start(): void
  open(planner: number): Promise<LaneReply>
  plan(planner: number, operation: OperationText): Promise<LaneReply>
  /** Forgets a planner. */
  drop(planner: number): void
  close(): Promise<void>
}

export interface LaneOptions {
  /** Milliseconds for one plan; then its thread is ended. */
  readonly planMs: number
  /** Of the thread's old objects, 2²⁰ bytes; beyond it the thread ends. */
  readonly heapMegabytes: number
  /** The supergraph of each planner that is open. */
  readonly supergraphs: ReadonlyMap<number, string>
}

interface Job {
  readonly planner: number
  readonly operation: OperationText | undefined
  readonly done: (reply: LaneReply) => void
}

interface Thread {
  readonly worker: Worker
  readonly planners: Set<number>
}

/** Milliseconds to start a thread and read a supergraph on a busy machine. */
const openMs = 60_000

/** Opens a lane. Its thread starts with the first request unless it was started before, and anew after it was ended or died. */
export function openPlanningLane({
  planMs,
  heapMegabytes,
  supergraphs,
}: LaneOptions): PlanningLane {
  const queue: Job[] = []
  let thread: Thread | undefined
  let isWorking = false
  let isClosed = false

  const started = (): Thread => {
    const worker = new Worker(new URL('./plan-thread.mjs', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    })
    // One that dies while nothing is asked of it is replaced at the next request.
    worker.unref()
    worker.on('error', () => forget(worker))
    worker.on('exit', () => forget(worker))
    return { worker, planners: new Set() }
  }

  const forget = (worker: Worker): void => {
    if (thread?.worker === worker) thread = undefined
  }

  const exchange = async (request: PlanRequest, limitMs: number): Promise<LaneReply> => {
    const { worker, planners } = (thread ??= started())
    worker.ref()
    const reply = await replyOf(worker, request, limitMs)
    worker.unref()
    if ('ended' in reply) {
      forget(worker)
      await worker.terminate()
    } else if (request.kind === 'open' && !('failure' in reply)) planners.add(request.planner)
    return reply
  }

  const perform = async ({ planner, operation }: Job): Promise<LaneReply> => {
    const supergraph = supergraphs.get(planner)
    if (supergraph === undefined || isClosed) return { ended: 'closed' }
    if (!thread?.planners.has(planner)) {
      const opened = await exchange({ kind: 'open', planner, supergraph }, openMs)
      if ('ended' in opened || 'failure' in opened) return opened
    }
    return operation === undefined
      ? {}
      : await exchange({ kind: 'plan', planner, operation }, planMs)
  }

  const work = async (): Promise<void> => {
    isWorking = true
    for (let job = queue.shift(); job !== undefined; job = queue.shift())
      job.done(await perform(job))
    isWorking = false
  }

  const enqueue = (planner: number, operation: OperationText | undefined): Promise<LaneReply> =>
    new Promise((done) => {
      queue.push({ planner, operation, done })
      if (!isWorking) void work()
    })

  return {
    waiting: () => queue.length,
    isWorking: () => isWorking,
    start: () => void (thread ??= started()),
    open: (planner) => enqueue(planner, undefined),
    plan: enqueue,
    drop(planner) {
      if (thread?.planners.delete(planner)) thread.worker.postMessage({ kind: 'close', planner })
    },
    async close() {
      isClosed = true
      await thread?.worker.terminate()
    },
  }
}

function replyOf(worker: Worker, request: PlanRequest, limitMs: number): Promise<LaneReply> {
  return new Promise((resolve) => {
    const settle = (reply: LaneReply): void => {
      clearTimeout(timer)
      worker.off('message', settle).off('error', onError).off('exit', onExit)
      resolve(reply)
    }
    const onError = ({ code }: NodeJS.ErrnoException): void =>
      settle({ ended: code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'broken' })
    const onExit = (): void => settle({ ended: 'broken' })
    const timer = setTimeout(() => settle({ ended: 'late' }), limitMs)
    worker.on('message', settle).on('error', onError).on('exit', onExit)
    worker.postMessage(request)
  })
}
