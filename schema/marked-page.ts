/**
 * A page with content put between two marks, `<!-- NAME -->` and `<!-- end of NAME -->`; the words around
 * them are kept. Throws when a mark is missing.
 */
export function markedPage(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`]
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`expected ${start.trim()} before ${end}`)
  return `${page.slice(0, from + start.length)}\n${content}\n${page.slice(to)}`
}
