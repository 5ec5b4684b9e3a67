/** A number or a string as it stands in a document. */
export interface ScalarText {
  readonly kind: 'int' | 'float' | 'string'
  /** As written, quotes and escapes included. */
  readonly raw: string
}

/** A number, a string, or a list of nothing else, in the arguments of a field. */
export interface LiteralText {
  /** Where it begins in the text. */
  readonly start: number
  readonly isList: boolean
  /** One, unless it is a list. */
  readonly scalars: readonly ScalarText[]
}

export interface Scanned {
  /** The text with a sign for the kind in the place of every literal. */
  readonly key: string
  readonly literals: readonly LiteralText[]
  /** Tokens that the literals are, brackets aside. */
  readonly scalars: number
}

interface Scanning {
  readonly text: string
  readonly literals: LiteralText[]
  /** Pieces of the key; what lies before `kept` is in them. */
  readonly pieces: string[]
  kept: number
  scalars: number
}

/** Characters that are scanned, at most; longer documents are rare, and their literals stay where they are. */
const maxCharacters = 65_536

const tab = 0x09
const space = 0x20
const quote = 0x22
const hash = 0x23
const dollar = 0x24
const open = 0x28
const close = 0x29
const comma = 0x2c
const minus = 0x2d
const at = 0x40
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
/** A question mark. */
const sign = 0x3f

const failed = -1
const name = /[A-Za-z_]\w*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y

/**
 * Finds the literals in the arguments of a document's fields without parsing it, in a few nanoseconds a
 * character. Arguments of directives, defaults of variables, enum values, Booleans and null stay in the key, so that
 * documents of one key differ in nothing but their literals' values. Answers undefined for a text that it
 * does not follow (block strings, characters that need a closer look, over 65,536 characters): such a
 * text may be a good document, and is read by the parser alone.
 */
export function scanLiterals(text: string): Scanned | undefined {
  if (text.length > maxCharacters) return undefined
  const scanning: Scanning = { text, literals: [], pieces: [], kept: 0, scalars: 0 }
  let braces = 0
  for (let i = 0; i < text.length;) {
    const code = text.charCodeAt(i)
    if (code === openBrace) braces++
    else if (code === closeBrace) braces--
    else if (code === quote) return undefined
    if (code === open) i = braces > 0 ? scanArguments(scanning, i + 1) : skipArguments(text, i + 1)
    else if (code === at) i = skipDirective(text, i + 1)
    else i = code === hash ? lineEnd(text, i) : i + 1
    if (i === failed) return undefined
  }
  const { literals, pieces, scalars } = scanning
  pieces.push(text.slice(scanning.kept))
  return { key: pieces.join(''), literals, scalars }
}

/** From behind `(` to behind `)`, noting literals. */
function scanArguments(scanning: Scanning, from: number): number {
  const { text } = scanning
  for (let i = from; i < text.length;) {
    const code = text.charCodeAt(i)
    if (code === close) return i + 1
    if (isScalarStart(code)) i = scanScalar(scanning, i)
    else if (code === openBracket) i = scanList(scanning, i)
    else if (code === dollar) i = nameEnd(text, ignoredEnd(text, i + 1))
    else if (isNameStart(code)) i = nameEnd(text, i)
    // No token begins so; a text must not imitate the signs of its key.
    else if (code === sign) return failed
    else i = code === hash ? lineEnd(text, i) : i + 1
    if (i === failed) return failed
  }
  return failed
}

function scanScalar(scanning: Scanning, start: number): number {
  const scalar = scalarAt(scanning.text, start)
  if (scalar === undefined) return failed
  return note(scanning, { start, isList: false, scalars: [scalar] }, start + scalar.raw.length)
}

/** A list that holds anything but numbers, strings and blanks is entered instead. */
function scanList(scanning: Scanning, start: number): number {
  const { text } = scanning
  const scalars: ScalarText[] = []
  for (let i = blankEnd(text, start + 1); i < text.length; i = blankEnd(text, i)) {
    const code = text.charCodeAt(i)
    if (code === closeBracket) return note(scanning, { start, isList: true, scalars }, i + 1)
    if (!isScalarStart(code)) return start + 1
    const scalar = scalarAt(text, i)
    if (scalar === undefined) return failed
    scalars.push(scalar)
    i += scalar.raw.length
  }
  return failed
}

function note(scanning: Scanning, literal: LiteralText, end: number): number {
  const { text, literals, pieces, kept } = scanning
  const kinds = [...new Set(literal.scalars.map(({ kind }) => kind))].sort().join('|')
  pieces.push(text.slice(kept, literal.start), literal.isList ? `?[${kinds}]` : `?${kinds}`)
  literals.push(literal)
  scanning.scalars += literal.scalars.length
  scanning.kept = end
  return end
}

function scalarAt(text: string, start: number): ScalarText | undefined {
  if (text.charCodeAt(start) === quote) {
    const end = stringEnd(text, start)
    return end === failed ? undefined : { kind: 'string', raw: text.slice(start, end) }
  }
  number.lastIndex = start
  if (!number.test(text)) return undefined
  const raw = text.slice(start, number.lastIndex)
  return { kind: /[.eE]/.test(raw) ? 'float' : 'int', raw }
}

/** Block strings and surrogates are left to the parser. */
function stringEnd(text: string, start: number): number {
  if (text.startsWith('"""', start)) return failed
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) return i + 1
    if (code === backslash) i++
    else if ((code < space && code !== tab) || (code >= 0xd800 && code <= 0xdfff)) return failed
  }
  return failed
}

function skipDirective(text: string, from: number): number {
  const named = nameEnd(text, ignoredEnd(text, from))
  if (named === failed) return failed
  const next = ignoredEnd(text, named)
  return text.charCodeAt(next) === open ? skipArguments(text, next + 1) : next
}

function skipArguments(text: string, from: number): number {
  for (let i = from; i < text.length;) {
    const code = text.charCodeAt(i)
    if (code === close) return i + 1
    // A default may be followed by a directive with arguments of its own.
    if (code === at) i = skipDirective(text, i + 1)
    else if (code === quote) i = stringEnd(text, i)
    else i = code === hash ? lineEnd(text, i) : i + 1
    if (i === failed) return failed
  }
  return failed
}

/** Behind blanks, commas and comments (GraphQL, 2.1.7). */
function ignoredEnd(text: string, from: number): number {
  let i = blankEnd(text, from)
  while (text.charCodeAt(i) === hash) i = blankEnd(text, lineEnd(text, i))
  return i
}

function blankEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) if (!isBlank(text.charCodeAt(i))) return i
  return text.length
}

function isBlank(code: number): boolean {
  return code === space || code === comma || code === 0x0a || code === 0x0d || code === tab
}

function isScalarStart(code: number): boolean {
  return code === quote || code === minus || isDigit(code)
}

function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x0a || code === 0x0d) return i
  }
  return text.length
}

function nameEnd(text: string, from: number): number {
  name.lastIndex = from
  return name.test(text) ? name.lastIndex : failed
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isNameStart(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f
}
