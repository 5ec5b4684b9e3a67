import { CodedError } from '../../schema/errors.ts'
import type { Asker } from './ask-ministry.ts'

/** What is done, and about what: equal work of equal callers is done once. */
export interface Work<T> {
  /** Tells kinds of work apart that have equal texts: a document, a ministry's name. */
  readonly about: unknown
  readonly text: string
  readonly start: () => Promise<T>
}

/** What came of work, and for whom it was done. */
export interface Landed<T> {
  readonly value: T
  readonly leader: Asker
}

interface Flight<T> {
  readonly about: unknown
  readonly leader: Asker
  readonly landed: Promise<T>
}

/**
 * Milliseconds that a request must have left to ask anew what another one's time ended for. With less it would lose
 * what the others answered, too: what there is, is the better answer.
 */
const worthAskingMs = 250

/**
 * Opens the sharing of work in flight. Work is shared only between requests of one verified token (so of
 * one identity, with one set of grants and rows) under one purpose; nothing is kept when it is done. It goes
 * on as long as one of those who wait for it does. A request that has time left asks anew when the
 * time of the one that began was over.
 */
export function openFlights<T>(): (asker: Asker, work: Work<T>) => Promise<Landed<T>> {
  const flights = new Map<string, Flight<T>[]>()

  const lead = async (asker: Asker, { about, text, start }: Work<T>): Promise<Landed<T>> => {
    const landed = start().finally(() => {
      const left = (flights.get(text) ?? []).filter((other) => other !== flight)
      if (left.length === 0) flights.delete(text)
      else flights.set(text, left)
    })
    const flight = { about, leader: asker, landed }
    const others = flights.get(text)
    if (others) others.push(flight)
    else flights.set(text, [flight])
    return { value: await landed, leader: asker }
  }

  const join = async (
    { deadline, place }: Asker,
    { leader, landed }: Flight<T>,
  ): Promise<Landed<T> | undefined> => {
    const letGo = leader.deadline.hold(deadline)
    const stopListening = deadline.onEnd(letGo)
    // Nothing is done for it until the other one has its answer.
    const goOn = place?.rest()
    const isOver = (): boolean =>
      leader.deadline.isOver() && !deadline.isOver() && deadline.remainingMs() >= worthAskingMs
    try {
      const value = await landed
      return isOver() ? undefined : { value, leader }
    } catch (error) {
      // The leader's record in the audit journal was lost; this request has its own.
      const isLost = error instanceof CodedError && error.code === 'AUDIT_UNAVAILABLE'
      if (isLost || isOver()) return undefined
      throw error
    } finally {
      stopListening()
      letGo()
      goOn?.()
    }
  }

  const inFlight = (asker: Asker, { about, text }: Work<T>): Flight<T> | undefined =>
    flights.get(text)?.find((one) => one.about === about && isSame(one.leader, asker))

  return async (asker, work) => {
    for (;;) {
      if (inFlight(asker, work) === undefined) return await lead(asker, work)
      // What others fetched is looked at when the own request is on disk, as if the ministry were asked.
      await asker.trail?.onDisk()
      const flight = inFlight(asker, work)
      const landed = flight && (await join(asker, flight))
      if (landed !== undefined) return landed
    }
  }
}

function isSame(one: Asker, other: Asker): boolean {
  return one.identity === other.identity && one.purpose === other.purpose
}
