import { useQuery } from '@tanstack/react-query'
import { logWords } from '../../../export/me-words.ts'
import { Fault } from '../../ui/notice.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { type Language, inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { dayInVietNam } from '../inspect/records.ts'
import { readersOf } from './registry.ts'
import { ministryWords } from './words.ts'

const days = 30

/** Who read the ministry's data on the days that are over: roles, agencies, purposes; never which person. */
export function Readers({ name }: { readonly name: string }) {
  const words = useWords(ministryWords)
  const language = useLanguage()
  const readers = useQuery({
    queryKey: ['ministry', name, 'readers'],
    queryFn: ({ signal }) =>
      readersOf({ ministry: name, from: dayInVietNam(days), to: dayInVietNam() }, signal),
  })
  const figure = (value: number | null) =>
    value === null ? <span className="muted">{words.few}</span> : number(language, value)
  return (
    <div className="column">
      <p className="muted">{words.readersLead}</p>
      {readers.isPending && <Waiting />}
      {readers.error && <Fault error={readers.error} />}
      {readers.data?.length === 0 && <Empty title={words.noReaders} />}
      {readers.data && readers.data.length > 0 && (
        <TableScroll className="panel">
          <table className="table">
            <thead>
              <tr>
                <th>{words.day}</th>
                <th>{words.reader}</th>
                <th>{words.purpose}</th>
                <th>{words.dataClass}</th>
                <th className="number">{words.requests}</th>
                <th className="number">{words.persons}</th>
              </tr>
            </thead>
            <tbody>
              {readers.data.map((reader, index) => (
                // Lines stand in the order of the answer and are never moved.
                <tr key={index}>
                  <td>{reader.day}</td>
                  <td>
                    {spoken(language, 'roles', reader.roles)}
                    <div className="muted small">
                      {[reader.agency, reader.client].filter(Boolean).join(' · ')}
                    </div>
                  </td>
                  <td>
                    {reader.purpose === null
                      ? words.statistics
                      : language === 'vi'
                        ? reader.purpose.title
                        : reader.purpose.titleEn}
                  </td>
                  <td>
                    {reader.dataClass === null
                      ? '–'
                      : spoken(language, 'classes', [reader.dataClass])}
                  </td>
                  <td className="number">{figure(reader.requests)}</td>
                  <td className="number">{figure(reader.persons)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </div>
  )
}

function spoken(language: Language, key: string, names: readonly string[]): string {
  return names
    .map((name) => inLanguage(language, logWords[key]?.(name) ?? { vi: name, en: name }))
    .join(', ')
}
