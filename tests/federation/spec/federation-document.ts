import { markdownTable } from '../../../schema/markdown-table.ts'
import { markedPage } from '../../../schema/marked-page.ts'
import { allCases } from './cases/all.ts'

/** docs/federation.md with the features that have a case, and the faults that were seen in Apollo's gateway. */
export function federationDocument(page: string): string {
  const features = allCases.map(({ feature, asks }) => [cell(feature), String(asks.length)])
  const faults = allCases.flatMap(({ asks }) =>
    asks.flatMap(({ stock, query }) => (stock === undefined ? [] : [[cell(stock), code(query)]])),
  )
  const withFeatures = markedPage(
    page,
    'features',
    markdownTable([['feature', 'asks'], ...features]),
  )
  return markedPage(
    withFeatures,
    'faults',
    markdownTable([['what it answers', 'smallest'], ...faults]),
  )
}

/** Text that a Markdown table shows as it is. */
function cell(text: string): string {
  return text.replaceAll(/(@[\w]+(\([\w: ]+\))?)/g, '`$1`').replaceAll('|', '\\|')
}

function code(query: string): string {
  return `\`${query.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')}\``
}
