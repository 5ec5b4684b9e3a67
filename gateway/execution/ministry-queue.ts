import type { Deadline } from './deadline.ts'

/** A ministry that has as many requests under way and waiting as it may have. */
export class MinistryBusy extends Error {}

/** A place among those that are worked on. */
export interface Place {
  /** Nothing is done for it now; answers how it goes on. */
  readonly rest: () => () => void
}

export interface QueueLimits {
  /** Requests to one ministry that are under way. */
  readonly atOnce: number
  /** Those that are under way and those that wait. */
  readonly most: number
}

/** The requests to ministries that are under way, and those that wait for their turn. */
export interface MinistryQueues {
  /**
   * Waits for a turn; answers how it is given back. Fails with MinistryBusy where too many wait, or with an Error when
   * the deadline ends first. Who waits leaves its place among those that are worked on to others meanwhile.
   */
  enter(ministry: string, consumer: string, deadline: Deadline, place?: Place): Promise<() => void>
  waiting(ministry: string): number
}

interface Waiter {
  readonly admit: () => void
  readonly refuse: (error: Error) => void
}

/** The waiters of one ministry, by consumer in the order of their turns. */
interface Queue {
  underWay: number
  waiting: number
  readonly byConsumer: Map<string, Waiter[]>
}

/**
 * Opens the queues of ministries: each ministry has its own, so that a flood on one takes nothing from another. Consumers
 * take turns, whatever number of requests each has waiting. Where a queue is full the newest request of the consumer
 * with the most is refused, which may be the one that comes: who asks little is not shut out by who asks much.
 */
export function openMinistryQueues({ atOnce, most }: QueueLimits): MinistryQueues {
  const queues = new Map<string, Queue>()
  const queueOf = (ministry: string): Queue => {
    const known = queues.get(ministry)
    if (known !== undefined) return known
    const queue: Queue = { underWay: 0, waiting: 0, byConsumer: new Map() }
    queues.set(ministry, queue)
    return queue
  }
  const turnOf = (queue: Queue): (() => void) => {
    queue.underWay++
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      queue.underWay--
      if (queue.underWay < atOnce) next(queue)?.admit()
    }
  }
  return {
    enter(ministry, consumer, deadline, place) {
      const queue = queueOf(ministry)
      const isFull = queue.underWay + queue.waiting >= most
      if (isFull && !madeRoom(queue, consumer))
        return Promise.reject(new MinistryBusy(`expected at most ${most} requests under way`))
      if (queue.underWay < atOnce) return Promise.resolve(turnOf(queue))
      return new Promise((resolve, reject) => {
        let stopWaiting: (() => void) | undefined
        const goOn = place?.rest()
        const waiter: Waiter = {
          admit: () => {
            stopWaiting?.()
            goOn?.()
            resolve(turnOf(queue))
          },
          refuse: (error) => {
            stopWaiting?.()
            goOn?.()
            reject(error)
          },
        }
        add(queue, consumer, waiter)
        stopWaiting = deadline.onEnd(() => {
          if (remove(queue, consumer, waiter)) waiter.refuse(new Error('expected a turn in time'))
        })
      })
    },
    waiting: (ministry) => queues.get(ministry)?.waiting ?? 0,
  }
}

function add(queue: Queue, consumer: string, waiter: Waiter): void {
  const own = queue.byConsumer.get(consumer)
  if (own === undefined) queue.byConsumer.set(consumer, [waiter])
  else own.push(waiter)
  queue.waiting++
}

/** Whether it still waited. */
function remove(queue: Queue, consumer: string, waiter: Waiter): boolean {
  const own = queue.byConsumer.get(consumer) ?? []
  const place = own.indexOf(waiter)
  if (place < 0) return false
  own.splice(place, 1)
  if (own.length === 0) queue.byConsumer.delete(consumer)
  queue.waiting--
  return true
}

/** The oldest of the consumer whose turn it is, who is the last to have one again. */
function next(queue: Queue): Waiter | undefined {
  for (const [consumer, waiters] of queue.byConsumer) {
    queue.byConsumer.delete(consumer)
    const waiter = waiters.shift()
    if (waiters.length > 0) queue.byConsumer.set(consumer, waiters)
    if (waiter === undefined) continue
    queue.waiting--
    return waiter
  }
  return undefined
}

/** Refuses the newest request of the consumer with the most that wait, where that is more than the one who comes has. */
function madeRoom(queue: Queue, consumer: string): boolean {
  const own = (queue.byConsumer.get(consumer)?.length ?? 0) + 1
  let greediest: Waiter[] = []
  for (const waiters of queue.byConsumer.values())
    if (waiters.length > greediest.length) greediest = waiters
  if (greediest.length <= own) return false
  queue.waiting--
  greediest.pop()?.refuse(new MinistryBusy('expected fewer requests of one consumer to wait'))
  return true
}
