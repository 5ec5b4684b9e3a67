import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { useShownField } from './changed-fields.tsx'
import { type DraftName, draftNames } from './task-draft.ts'
import type { Change } from './tasks.ts'
import { taskWords } from './words.ts'

/** Every change of a task, the newest first: when, who, and what it says. */
export function TaskHistory({ history }: { readonly history: readonly Change[] }) {
  const words = useWords(taskWords)
  const language = useLanguage()
  return (
    <TableScroll className="panel">
      <table className="table">
        <thead>
          <tr>
            <th className="number">{words.version}</th>
            <th>{words.change}</th>
            <th>{words.at}</th>
            <th>{words.by}</th>
          </tr>
        </thead>
        <tbody>
          {[...history]
            .sort((a, b) => b.version - a.version)
            .map(({ version, kind, at, actor, detail }) => (
              <tr key={version}>
                <td className="number">{version}</td>
                <td>
                  {words.kinds[kind] ?? kind}
                  {kind !== 'CREATED' && <ChangeText detail={detail} />}
                </td>
                <td>{moment(language, at)}</td>
                <td>{actor}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </TableScroll>
  )
}

/** What a change says, by the names of the form. */
function ChangeText({ detail }: Pick<Change, 'detail'>) {
  const words = useWords(taskWords)
  const shown = useShownField()
  const lines = Object.entries(detail).flatMap(([column, value]) => {
    const text = value === null ? '' : String(value)
    const name = nameOf(column)
    if (name !== undefined) return [`${words.fields[name]}: ${shown(name, text)}`]
    return column === 'document' || column === 'indicator_code' ? [text] : []
  })
  return lines.length === 0 ? null : <div className="small muted">{lines.join('; ')}</div>
}

/** Changes say columns: `due_on`. */
function nameOf(column: string): DraftName | undefined {
  const name = column.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
  return draftNames.find((one) => one === name)
}
