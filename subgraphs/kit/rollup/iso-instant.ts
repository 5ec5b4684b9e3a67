/** SQL of an instant as ISO 8601 text. */
export function isoInstant(of: string): string {
  return `to_char(${of} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
