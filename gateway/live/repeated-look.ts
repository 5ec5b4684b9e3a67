export interface RepeatedLook {
  readonly isClosed: () => boolean
  readonly close: () => void
}

/** Looks after `firstMs`, and again `everyMs` after each look has ended, whatever came of it. */
export function repeatedLook(
  look: () => Promise<void>,
  { firstMs, everyMs }: { readonly firstMs: number; readonly everyMs: number },
): RepeatedLook {
  const next = (waitMs: number): NodeJS.Timeout => setTimeout(round, waitMs).unref()
  let isClosed = false
  const again = (): void => {
    if (!isClosed) timer = next(everyMs)
  }
  const round = (): void => {
    look().then(again, again)
  }
  let timer = next(firstMs)
  return {
    isClosed: () => isClosed,
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
