const escape = String.fromCodePoint(0x1b)
/** The colours that reports are painted with (SGR, ECMA-48 8.3.117). */
const paint = String.raw`${escape}\[(?:0|1|2|31|33)m`
/** Controls but line break and tab; marks that turn the direction of writing, and separators that end a line. */
const control = String.raw`[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]`
const found = new RegExp(`(${paint})|${control}`, 'gu')

/**
 * Text as a terminal may be shown it: what others wrote (names, messages, SDL, a registry's answer) moves no cursor, paints
 * nothing over, and turns no line around. Controls are written as JSON writes them, so that JSON says the same.
 */
export function plainText(text: string): string {
  return text.replace(found, (mark: string, painted: string | undefined) =>
    painted === undefined ? `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}` : mark,
  )
}
