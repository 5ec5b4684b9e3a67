/**
 * A caller's id as the log may hold it: some providers name people by their personal numbers (twelve digits), of which
 * nothing is told. Who it was stands in the audit journal, by the request id.
 */
export function loggedCaller(id: string): string {
  return /\d{12}/.test(id) ? 'a person' : id
}
