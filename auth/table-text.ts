/** A Markdown table in the layout that the formatter keeps; the first row is its head. */
export function tableText(cells: readonly (readonly string[])[]): string {
  const [head = [], ...body] = cells
  const widths = head.map((_, place) => Math.max(...cells.map((row) => row[place]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, place) => cell.padEnd(widths[place] ?? 0)).join(' | ')} |\n`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('')
}
