/** A release of the changelog: its title, and what it changed by kind. */
export interface Release {
  readonly title: string
  readonly parts: readonly { readonly kind: string; readonly lines: readonly string[] }[]
}

/** The releases that `GET /changes` tells of as Markdown. Anything else in it is left out. */
export function changesIn(markdown: string): readonly Release[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...lines] = section.split('\n')
      return { title: title.trim(), parts: partsOf(lines) }
    })
}

function partsOf(lines: readonly string[]): Release['parts'] {
  const parts: { kind: string; lines: string[] }[] = []
  for (const line of lines) {
    const kind = /^(\S.*):$/.exec(line)?.[1]
    if (kind !== undefined && !line.startsWith('- ')) parts.push({ kind, lines: [] })
    else if (line.startsWith('- ')) parts.at(-1)?.lines.push(line.slice(2))
  }
  return parts
}
