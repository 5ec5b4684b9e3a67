/** A list's elements as text; empty where the value is no list. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
