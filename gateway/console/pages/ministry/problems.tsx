import { TableScroll } from '../../ui/table-scroll.tsx'
import { useWords } from '../../words/language.ts'
import type { Problem } from './registry.ts'
import { ministryWords } from './words.ts'

/** Problems of a draft: where, what, and under which code docs/schema.md says more. */
export function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  const words = useWords(ministryWords)
  return (
    <TableScroll>
      <table className="table">
        <thead>
          <tr>
            <th className="number">{words.line}</th>
            <th>{words.where}</th>
            <th>{words.problem}</th>
            <th>{words.code}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ code, message, coordinate, line }) => (
            <tr key={`${line} ${coordinate} ${code} ${message}`}>
              <td className="number">{line ?? '–'}</td>
              <td>{coordinate === undefined ? '–' : <code>{coordinate}</code>}</td>
              <td>{message}</td>
              <td>
                <code>{code}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}
