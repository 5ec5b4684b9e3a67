/** Of personal numbers of synthetic people (twelve digits that begin with 9), not as part of a longer word or number. */
const personalNumber = /(?<![\w.]|[0-9a-f]{4}-)9\d{11}(?!\w)/g
const token = /eyJ[\w-]{8,}/g

/** Personal numbers and tokens in what a log, a trace or a page of metrics holds. */
export function secretsIn(text: string): readonly string[] {
  // A checkpoint of the audit journal is signed, and meant to be seen.
  const said = text.replace(/"checkpoint":"[^"]*"/g, '')
  return [...said.matchAll(personalNumber), ...said.matchAll(token)].map(([found]) => found)
}
