/** The `traceparent` of a request that begins here (W3C Trace Context); whether it is recorded the gateway decides. */
export function newTraceParent(): string {
  return `00-${hexadecimal(16)}-${hexadecimal(8)}-00`
}

function hexadecimal(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
