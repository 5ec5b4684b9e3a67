import type { Caller } from '../auth/caller.ts'
import type { VerifyCaller } from '../auth/verify-caller.ts'

export interface WatchedCallers {
  readonly verifyCaller: VerifyCaller
  /** Calls back with each caller whose token was verified, also again; it must cost next to nothing. */
  readonly onCaller: (listener: (caller: Caller) => void) => void
}

/** Lets others see who comes in, by whatever door. */
export function watchedCallers(verify: VerifyCaller): WatchedCallers {
  const listeners: ((caller: Caller) => void)[] = []
  return {
    verifyCaller: async (token, at) => {
      const caller = await verify(token, at)
      for (const listener of listeners) listener(caller)
      return caller
    },
    onCaller: (listener) => void listeners.push(listener),
  }
}
