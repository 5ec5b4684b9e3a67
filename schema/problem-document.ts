import { compositionWords } from './check/composition-words.ts'
import { markdownTable } from './markdown-table.ts'
import { markedPage } from './marked-page.ts'
import { problemCatalogue } from './problem-catalogue.ts'

/** The page docs/schema.md with the codes of problems put between their marks; the words around them are kept. */
export function problemDocument(page: string): string {
  const own = Object.entries(problemCatalogue).map(([code, { means, mend }]) => [
    `\`${code}\``,
    means,
    mend,
  ])
  const composition = Object.entries(compositionWords).map(([code, { plain, mend }]) => [
    `\`${code}\``,
    plain.replace('{subgraphs}', 'the ministries'),
    mend,
  ])
  const head = ['code', 'means', 'how to mend it']
  return markedPage(
    markedPage(page, 'problems', markdownTable([head, ...own])),
    'composition',
    markdownTable([head, ...composition]),
  )
}
