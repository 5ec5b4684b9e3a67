/** Characters up to which looking at each is faster than the engine's own escaping. */
const short = 64

/** A string as JSON. */
export function stringText(value: string): string {
  if (value.length > short) return JSON.stringify(value)
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff))
      return JSON.stringify(value)
  }
  return `"${value}"`
}

/** Any JSON value as JSON; what is none becomes null. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? stringText(value) : (JSON.stringify(value) ?? 'null')
}
