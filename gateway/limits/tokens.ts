import { Lexer, Source, TokenKind } from 'graphql'
import { tooLarge } from './too-large.ts'

/** Brackets inside brackets; the parser calls itself at each, so this bounds its stack. */
export const maxNesting = 200

const opening: ReadonlySet<string> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
])
const closing: ReadonlySet<string> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
])

/**
 * Counts a document's tokens, before it is parsed, in time proportional to the limit, not to the text.
 * Fails with DOCUMENT_TOO_LARGE; a token that cannot be read throws graphql's syntax error.
 */
export function checkTokens(text: string, maxTokens: number): number {
  const lexer = new Lexer(new Source(text))
  let tokens = 0
  let nesting = 0
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (++tokens > maxTokens) throw tooLarge('tokens', maxTokens, `more than ${maxTokens}`)
    if (opening.has(token.kind) && ++nesting > maxNesting)
      throw tooLarge('nesting', maxNesting, `more than ${maxNesting}`)
    if (closing.has(token.kind)) nesting--
  }
  return tokens
}
