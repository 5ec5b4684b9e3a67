import { z } from 'zod'

const shape = z.object({
  /** Bind the provider's answer to this browser, and its ID token to this sign-in. */
  state: z.string(),
  nonce: z.string(),
  /** Of PKCE (RFC 7636): who has the code alone gets nothing. */
  verifier: z.string(),
  /** The path to go back to. */
  to: z.string(),
  /** Milliseconds since the epoch. */
  began: z.number(),
})

/** A sign-in under way, as the browser's sealed cookie holds it. */
export type SignInState = Readonly<z.output<typeof shape>>

/** Milliseconds that a person has to sign in. */
export const signInMs = 600_000

/** The sign-in that unsealed data is; undefined when it is none, or too old. */
export function signInUnderWay(data: unknown, at: Date): SignInState | undefined {
  const read = shape.safeParse(data)
  if (!read.success) return undefined
  const age = at.getTime() - read.data.began
  return age >= 0 && age < signInMs ? read.data : undefined
}
