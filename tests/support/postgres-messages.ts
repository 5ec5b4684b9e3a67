/** A message of PostgreSQL's extended or simple query protocol, as a client sends it. */
export type FrontendMessage =
  | { readonly kind: 'query'; readonly text: string }
  /** `name` is empty for the unnamed statement. */
  | { readonly kind: 'parse'; readonly name: string; readonly text: string }
  | { readonly kind: 'bind'; readonly name: string; readonly values: readonly (string | null)[] }

/** Length of the startup message at the head of the bytes, once it is complete. */
export function startupLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readUInt32BE(0)
  return bytes.length < length ? undefined : length
}

/** The complete messages at the head of the bytes that carry statements, and the bytes left over. */
export function messagesOf(bytes: Buffer): { messages: readonly FrontendMessage[]; rest: Buffer } {
  const messages: FrontendMessage[] = []
  let at = 0
  while (bytes.length >= at + 5) {
    const end = at + 1 + bytes.readUInt32BE(at + 1)
    if (bytes.length < end) break
    const message = frontendMessage(
      String.fromCharCode(bytes[at] ?? 0),
      bytes.subarray(at + 5, end),
    )
    if (message !== undefined) messages.push(message)
    at = end
  }
  return { messages, rest: bytes.subarray(at) }
}

function frontendMessage(type: string, body: Buffer): FrontendMessage | undefined {
  if (type === 'Q') return { kind: 'query', text: textAt(body, 0) }
  // Parse: name of the statement, then its text. Bind: portal, statement, formats, values.
  const second = body.indexOf(0) + 1
  if (type === 'P') return { kind: 'parse', name: textAt(body, 0), text: textAt(body, second) }
  if (type === 'B') {
    const values = boundValues(body, body.indexOf(0, second) + 1)
    return { kind: 'bind', name: textAt(body, second), values }
  }
  return undefined
}

function textAt(body: Buffer, start: number): string {
  return body.toString('utf8', start, body.indexOf(0, start))
}

function boundValues(body: Buffer, start: number): (string | null)[] {
  let at = start + 2 + 2 * body.readUInt16BE(start)
  const count = body.readUInt16BE(at)
  at += 2
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(at)
    at += 4
    if (length < 0) return null
    at += length
    return body.toString('utf8', at - length, at)
  })
}
