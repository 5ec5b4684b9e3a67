let held: Promise<void> | undefined

/** Holds back every request that is not its caller's last, until what it answers is called. */
export function holdRequests(): () => void {
  let release = (): void => undefined
  held = new Promise((resolve) => {
    release = resolve
  })
  return () => {
    held = undefined
    release()
  }
}

/** Resolves as soon as requests may go out; undefined where they may now. */
export function heldBack(): Promise<void> | undefined {
  return held
}
