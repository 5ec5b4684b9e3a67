import { getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

/** What a thread is asked, and what it answers: `reply`, or why it could not. */
export interface WorkOrder {
  readonly id: number
  readonly work: unknown
}

export type WorkReply = { readonly id: number } & (
  { readonly reply: unknown } | { readonly failed: string }
)

/** How much nicer a thread is whose work may wait for the one that answers requests (nice, 0 to 19). */
const nicer = 3
const nicest = 19

/** Does the work that the thread is asked for, by one function; it runs in the thread (work-thread.ts). */
export function serveWork(done: (work: never) => unknown): void {
  const port = parentPort
  if (port === null) throw new Error('expected to run in a thread')
  // Linux knows it for each thread; elsewhere it would be the whole process's.
  if (process.platform === 'linux') setPriority(Math.min(nicest, getPriority() + nicer))
  const replyTo = async ({ id, work }: WorkOrder): Promise<WorkReply> => {
    try {
      // The one who asks knows what the function takes.
      return { id, reply: await done(work as never) }
    } catch (error) {
      return { id, failed: error instanceof Error ? error.message : String(error) }
    }
  }
  port.on('message', (order: WorkOrder) => {
    void replyTo(order).then((reply) => port.postMessage(reply))
  })
}
