const written = Symbol('the answer as JSON')

/** An answer's `data` that was written already. Stands where a result holds an object. */
export interface AnswerText {
  readonly [written]: string | Buffer
  /** The whole body, where it is long; sent in the place of Apollo Server's text. */
  body: Buffer | undefined
}

/**
 * Characters from which a text is made bytes as soon as it is written. Node joins a shorter one with its headers;
 * a longer one would be kept on the heap, by the promises of a request that waited long, until all of it is collected.
 */
const long = 8192

/** JSON as it is kept between the writing of an answer and its sending. */
export function writtenJson(text: string): string | Buffer {
  return text.length < long ? text : Buffer.from(text)
}

/** Holds written JSON as the `data` of one request's result. */
export function answerText(json: string | Buffer): AnswerText {
  return { [written]: json, body: undefined }
}

/** The JSON of a result's `data`; undefined where it was not written, but is an object. */
export function writtenText(data: unknown): string | undefined {
  return isWritten(data) ? data[written].toString() : undefined
}

interface Result {
  readonly data?: unknown
  readonly errors?: unknown
  readonly extensions?: unknown
}

/**
 * A result as the body of an answer: `data` that was written already is not built again. Empty where the `data` is
 * bytes: then these hold the body.
 */
export function stringifyResult({ data, errors, extensions }: Result): string {
  if (!isWritten(data)) return `${JSON.stringify({ errors, data, extensions })}\n`
  const head = errors === undefined ? '{"data":' : `{"errors":${JSON.stringify(errors)},"data":`
  const tail = extensions === undefined ? '}\n' : `,"extensions":${JSON.stringify(extensions)}}\n`
  const json = data[written]
  if (typeof json === 'string') return head + json + tail
  data.body = Buffer.concat([Buffer.from(head), json, Buffer.from(tail)])
  return ''
}

/** `data` that was written already, and what follows it, as one JSON object. */
export function writtenWith(
  data: unknown,
  rest: Readonly<Record<string, unknown>>,
): string | Buffer {
  const tail = `,${JSON.stringify(rest).slice(1)}\n`
  const json = isWritten(data) ? data[written] : JSON.stringify(data)
  if (typeof json === 'string') return `{"data":${json}${tail}`
  return Buffer.concat([Buffer.from('{"data":'), json, Buffer.from(tail)])
}

function isWritten(data: unknown): data is AnswerText {
  return typeof data === 'object' && data !== null && written in data
}
