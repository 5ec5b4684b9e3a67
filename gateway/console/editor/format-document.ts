import { Lexer, Source, type Token, TokenKind, parse, print } from 'graphql'

interface Comment {
  readonly text: string
  /** How many tokens stand before it. */
  readonly after: number
  /** It stands behind something on its line. */
  readonly trails: boolean
}

/**
 * A document as GraphQL prints it, with its comments: each stays before, or behind, the token that it stood at.
 * Fails with GraphQL's syntax error for a text that is no document.
 */
export function formatDocument(text: string): string {
  const printed = print(parse(text))
  const { comments, tokens } = taken(text)
  if (comments.length === 0) return `${printed}\n`
  // `query { a }` is printed `{ a }`: the word goes, and every token behind it moves up.
  const target = taken(printed).tokens
  const gone = goneWords(tokens)
  if (target.length !== tokens.length - gone.length) return text
  const lines = printed.split('\n').map((line): Line => ({ above: [], line, behind: '' }))
  for (const comment of comments) {
    const index = comment.after - gone.filter((at) => at < comment.after).length
    const token = comment.trails ? target[index - 1] : target[index]
    const offset = token && (comment.trails ? token.end : token.start)
    put(comment, lines, offset === undefined ? lines.length : lineOf(printed, offset))
  }
  const formatted = lines.flatMap(({ above, line, behind }) => [...above, line + behind]).join('\n')
  return sameTokens(formatted, target) ? `${formatted}\n` : text
}

interface Line {
  readonly above: string[]
  readonly line: string
  behind: string
}

function put({ text, trails }: Comment, lines: Line[], at: number): void {
  const line = lines[at]
  if (line === undefined) lines.push({ above: [], line: text, behind: '' })
  else if (trails && line.behind === '') line.behind = ` ${text}`
  else line.above.push(`${/^ */.exec(line.line)?.[0] ?? ''}${text}`)
}

/** A comment that came to stand inside of a block string would change it. */
function sameTokens(text: string, tokens: readonly Token[]): boolean {
  const now = taken(text).tokens
  return (
    now.length === tokens.length &&
    now.every(({ kind, value }, at) => kind === tokens[at]?.kind && value === tokens[at]?.value)
  )
}

function taken(text: string): {
  readonly tokens: readonly Token[]
  readonly comments: readonly Comment[]
} {
  const lexer = new Lexer(new Source(text))
  const first = lexer.token
  while (lexer.token.kind !== TokenKind.EOF) lexer.advance()
  const tokens: Token[] = []
  const comments: Comment[] = []
  for (let one: Token | null = first.next; one !== null; one = one.next) {
    if (one.kind === TokenKind.COMMENT) comments.push(commentOf(one, tokens))
    else if (one.kind !== TokenKind.EOF) tokens.push(one)
  }
  return { tokens, comments }
}

function commentOf({ value, line }: Token, tokens: readonly Token[]): Comment {
  const last = tokens.at(-1)
  const text = `#${(value ?? '').trimEnd()}`
  return { text, after: tokens.length, trails: last?.line === line }
}

/** Where the word `query` stands that printing leaves out: before a brace, at the top. */
function goneWords(tokens: readonly Token[]): readonly number[] {
  const found: number[] = []
  let depth = 0
  for (const [at, { kind, value }] of tokens.entries()) {
    if (kind === TokenKind.BRACE_L) depth++
    if (kind === TokenKind.BRACE_R) depth--
    const isWord = depth === 0 && kind === TokenKind.NAME && value === 'query'
    if (isWord && tokens[at + 1]?.kind === TokenKind.BRACE_L && !namesIt(tokens[at - 1]))
      found.push(at)
  }
  return found
}

/** `fragment x on query {` and `query query {` name something so. */
function namesIt(before: Token | undefined): boolean {
  return before?.kind === TokenKind.NAME || before?.kind === TokenKind.AT
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1
}
