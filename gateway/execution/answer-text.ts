const text = Symbol('the answer as JSON')

/** An answer's `data` that was written already. Stands where a result holds an object. */
export interface AnswerText {
  readonly [text]: string
}

/** Holds written JSON as the `data` of a result. */
export function answerText(written: string): AnswerText {
  return Object.freeze({ [text]: written })
}

/** The JSON of a result's `data`; undefined where it was not written, but is an object. */
export function writtenText(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !(text in data)) return undefined
  return (data as AnswerText)[text]
}

interface Result {
  readonly data?: unknown
  readonly errors?: unknown
  readonly extensions?: unknown
}

/** A result as the body of an answer: `data` that was written already is not built again. */
export function stringifyResult({ data, errors, extensions }: Result): string {
  const written = writtenText(data)
  if (written === undefined) return `${JSON.stringify({ errors, data, extensions })}\n`
  const head = errors === undefined ? '{' : `{"errors":${JSON.stringify(errors)},`
  const tail = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`
  return `${head}"data":${written}${tail}}\n`
}
