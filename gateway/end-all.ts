/** Ends what was opened, the last first, each also where another one fails to; then fails as the first that did. */
export async function endAll(opened: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const end of opened.splice(0).reverse())
    await end().catch((error: unknown) => failures.push(error))
  for (const failure of failures) throw failure
}
