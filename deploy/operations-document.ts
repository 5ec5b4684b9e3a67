import { exitCodes } from './cli/exit-codes.ts'
import { ministrySettings, settingTable } from './setting-table.ts'

/**
 * The page docs/operations.md with the tables that code knows better put between their marks,
 * `<!-- settings -->` and `<!-- exit codes -->`; the words around them are kept. Throws when a mark is
 * missing.
 */
export function operationsDocument(page: string): string {
  const settings = [...Object.values(settingTable), ...ministrySettings].map(
    ({ name, unit, default: assumed, range, what }) => [
      code(name),
      what,
      unit,
      assumed === undefined ? 'not set' : code(assumed),
      range,
    ],
  )
  const codes = exitCodes.map(([exit, means]) => [code(exit), means])
  return [
    ['settings', table([['setting', 'what it is', 'unit', 'default', 'range'], ...settings])],
    ['exit codes', table([['code', 'means'], ...codes])],
  ].reduce((text, [name = '', content = '']) => between(text, name, content), page)
}

function between(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`]
  const [from, to] = [page.indexOf(start), page.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`expected ${start.trim()} before ${end}`)
  return `${page.slice(0, from + start.length)}\n${content}\n${page.slice(to)}`
}

function code(text: string): string {
  return `\`${text}\``
}

/** In the layout that the formatter keeps. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  const widths = head.map((_, place) => Math.max(...rows.map((row) => row[place]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join(' | ')} |\n`
  const rule = line(widths.map((width) => '-'.repeat(width)))
  return [line(head), rule, ...rows.slice(1).map(line)].join('')
}
