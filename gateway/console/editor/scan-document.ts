/** A token of a document that may be unfinished: `word` is a name, a number or what stands for them. */
export interface Token {
  readonly kind: 'word' | 'variable' | 'directive' | 'string' | 'spread' | 'mark'
  readonly text: string
}

const next =
  /[\s,\uFEFF]+|#[^\n\r]*|"""(?:\\"""|[^])*?(?:"""|$)|"(?:\\.|[^"\\\n\r])*"?|\.\.\.|[$@]\w*|[\w.+-]+|./gu

/** The tokens of a document, finished or not; comments and white space are left out. Never fails. */
export function* scanDocument(text: string): Generator<Token> {
  for (const [found] of text.matchAll(next)) {
    const token = tokenOf(found)
    if (token) yield token
  }
}

function tokenOf(text: string): Token | undefined {
  if (/^[\s,\uFEFF#]/u.test(text)) return undefined
  if (text === '...') return { kind: 'spread', text }
  if (text.startsWith('"')) return { kind: 'string', text }
  if (text.startsWith('$')) return { kind: 'variable', text: text.slice(1) }
  if (text.startsWith('@')) return { kind: 'directive', text: text.slice(1) }
  return { kind: /^[\w+-]/.test(text) ? 'word' : 'mark', text }
}
