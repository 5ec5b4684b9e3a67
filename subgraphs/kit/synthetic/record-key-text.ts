/** People of several households: all ministries write one household before the next. */
const keptAtMost = 256

/** Record keys as COPY takes them, kept while ministry after ministry asks for the same people. */
export function recordKeyTexts(recordKey: (id: string) => bigint): (id: string) => string {
  const kept = new Map<string, string>()
  return (id) => {
    const known = kept.get(id)
    if (known !== undefined) return known
    if (kept.size >= keptAtMost) kept.clear()
    const text = String(recordKey(id))
    kept.set(id, text)
    return text
  }
}
