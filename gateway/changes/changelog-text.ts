import { createHash } from 'node:crypto'
import type { ChangelogEntry } from './changelog.ts'

const kinds = { breaking: 'Breaking', dangerous: 'May surprise', safe: 'Added and other' } as const

/** The changelog as a page of Markdown. */
export function changelogPage(entries: readonly ChangelogEntry[]): string {
  const parts = entries.map((entry) => `## ${titleOf(entry)}\n\n${bodyOf(entry)}`)
  const all = parts.length === 0 ? ['Nothing has changed yet.'] : parts
  return `# Thay đổi của lược đồ · Changes of the schema\n\n${all.join('\n\n')}\n`
}

/** The changelog as an Atom feed (RFC 4287). `address` is the one that it is read at. */
export function changelogFeed(entries: readonly ChangelogEntry[], address: string): string {
  const updated = (entries[0]?.at ?? new Date(0)).toISOString()
  const items = entries.map(
    (entry) => `  <entry>
    <id>${urn(`release ${entry.release} ${address}`)}</id>
    <title>${escaped(titleOf(entry))}</title>
    <updated>${entry.at.toISOString()}</updated>
    <content type="text">${escaped(bodyOf(entry))}</content>
  </entry>`,
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${urn(address)}</id>
  <title>Thay đổi của lược đồ · Changes of the schema</title>
  <updated>${updated}</updated>
  <author><name>Liên Thông</name></author>
  <link rel="self" href="${escaped(address)}"/>
${items.join('\n')}
</feed>
`
}

function titleOf({ release, at, subgraphs }: ChangelogEntry): string {
  return `${at.toISOString().slice(0, 10)}: ${[...new Set(subgraphs)].sort().join(', ')} (release ${release})`
}

function bodyOf({ changes }: ChangelogEntry): string {
  const parts = (['breaking', 'dangerous', 'safe'] as const).map((severity) => {
    const lines = changes
      .filter((change) => change.severity === severity)
      .map(({ message }) => `- ${message.replace(/\s+/g, ' ')}`)
    return lines.length === 0 ? [] : [`${kinds[severity]}:\n\n${lines.join('\n')}`]
  })
  return parts.flat().join('\n\n')
}

/** A name that stays the same for the same thing (RFC 4287, 4.2.6), shaped as a UUID. */
function urn(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return `urn:uuid:${uuid.join('-')}-${hex.slice(20, 32)}`
}

function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
