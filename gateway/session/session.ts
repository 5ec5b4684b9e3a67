import { z } from 'zod'

const shape = z.object({
  /** Presented to every route as its bearer token. */
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** Says to the provider who signs out. */
  idToken: z.string(),
  /** What the person is called. */
  name: z.string(),
  /** Milliseconds since the epoch: signed in, last used, and when the access token ends. */
  since: z.number(),
  used: z.number(),
  tokenUntil: z.number(),
})

/** A person who is signed in, as the browser's sealed cookie holds it. */
export type Session = Readonly<z.output<typeof shape>>

export interface Lifetimes {
  /** Milliseconds without a request after which a session ends. */
  readonly idleMs: number
  /** Milliseconds after which it ends whatever is done. */
  readonly absoluteMs: number
}

/** The session that unsealed data is, while it lasts; undefined for one that is over. */
export function liveSession(data: unknown, life: Lifetimes, at: Date): Session | undefined {
  const read = shape.safeParse(data)
  if (!read.success) return undefined
  return restOf(read.data, life, at) > 0 ? read.data : undefined
}

/** Milliseconds that a session still lasts if nobody uses it. */
export function restOf(session: Session, { idleMs, absoluteMs }: Lifetimes, at: Date): number {
  return Math.min(session.used + idleMs, session.since + absoluteMs) - at.getTime()
}
