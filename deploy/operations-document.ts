import { markdownTable } from '../schema/markdown-table.ts'
import { markedPage } from '../schema/marked-page.ts'
import { exitCodes } from './cli/exit-codes.ts'
import type { Setting } from './setting.ts'
import { ministrySettings, settingTable } from './setting-table.ts'
import { fileSetting } from './setting-text.ts'

/**
 * The page docs/operations.md with the tables that code knows better put between their marks,
 * `<!-- settings -->` and `<!-- exit codes -->`; the words around them are kept. Throws when a mark is
 * missing.
 */
export function operationsDocument(page: string): string {
  const settings = [...Object.values<Setting>(settingTable), ...ministrySettings].map(
    ({ name, unit, default: assumed, range, what, secret }: Setting) => [
      code(name),
      secret === true ? `${what} Secret: or ${code(fileSetting({ name }))}.` : what,
      unit,
      assumed === undefined ? 'not set' : code(assumed),
      range,
    ],
  )
  const codes = exitCodes.map(([exit, means]) => [code(exit), means])
  return [
    [
      'settings',
      markdownTable([['setting', 'what it is', 'unit', 'default', 'range'], ...settings]),
    ],
    ['exit codes', markdownTable([['code', 'means'], ...codes])],
  ].reduce((text, [name = '', content = '']) => markedPage(text, name, content), page)
}

function code(text: string): string {
  return `\`${text}\``
}
