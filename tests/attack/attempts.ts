/** Counts attacks: each is named, and says true when the attacker got something. */
export interface Attempts {
  attack(name: string, succeeds: () => Promise<boolean> | boolean): Promise<void>
  /** Names of the attacks that succeeded. */
  readonly succeeded: readonly string[]
  /** Prints `attacks tried N, succeeded N`. */
  report(): void
}

/** Opens a count. An attack that throws is one that nobody judged, and counts as a success. */
export function openAttempts(): Attempts {
  const succeeded: string[] = []
  let tried = 0
  return {
    succeeded,
    attack: async (name, succeeds) => {
      tried++
      try {
        if (await succeeds()) succeeded.push(name)
      } catch (error) {
        succeeded.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      }
    },
    report: () =>
      void process.stdout.write(`attacks tried ${tried}, succeeded ${succeeded.length}\n`),
  }
}
