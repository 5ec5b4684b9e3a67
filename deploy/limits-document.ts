import { markdownTable } from '../schema/markdown-table.ts'
import { markedPage } from '../schema/marked-page.ts'
import { limitTable, statusOfLimit } from './limit-table.ts'

/** The page docs/limits.md with the table of limits between its marks. Throws when a mark is missing. */
export function limitsDocument(page: string): string {
  const lines = limitTable.map((limit) => {
    const { name, what, at, code } = limit
    const figure = typeof at === 'number' ? String(at) : (at.default ?? 'not set')
    const setting = typeof at === 'number' ? '' : `\`${at.name}\``
    return [`\`${name}\``, what, `\`${figure}\``, setting, `\`${code}\` ${statusOfLimit(limit)}`]
  })
  return markedPage(
    page,
    'limits',
    markdownTable([['limit', 'of', 'usual', 'setting', 'beyond it'], ...lines]),
  )
}
