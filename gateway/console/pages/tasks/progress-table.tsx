import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Fault } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { number } from '../../words/numbers.ts'
import { type Narrowed, type Progress, readProgress, statuses } from './tasks.ts'
import { taskWords } from './words.ts'

type Part = 'ministries' | 'provinces'

/** Tasks by place and status; a number narrows the list below to what it counts. */
export function ProgressTable({ onChoose }: { readonly onChoose: (narrowed: Narrowed) => void }) {
  const words = useWords(taskWords)
  const language = useLanguage()
  const [part, setPart] = useState<Part>('ministries')
  const found = useQuery({
    queryKey: ['tasks', 'progress'],
    queryFn: ({ signal }) => readProgress(signal),
  })
  const nameOf = ({ id, name }: Progress) =>
    part === 'ministries' ? ministryTitle(language, id) : (name ?? words.centre)
  return (
    <Tabs
      label={words.progress}
      chosen={part}
      onChoose={setPart}
      tabs={[
        { id: 'ministries', words: words.byMinistry },
        { id: 'provinces', words: words.byProvince },
      ]}
    >
      {found.isPending && <Waiting />}
      {found.error && <Fault error={found.error} />}
      {found.data && (
        <TableScroll className="panel">
          <table className="table">
            <thead>
              <tr>
                <th>{words.place}</th>
                {statuses.map((status) => (
                  <th key={status} className="number">
                    {words.statuses[status]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.data[part].map((place) => (
                <tr key={place.id}>
                  <th scope="row">{nameOf(place)}</th>
                  {statuses.map((status) => (
                    <td key={status} className="number">
                      <Count
                        value={place.counts[status] ?? 0}
                        label={`${nameOf(place)}: ${words.statuses[status]}`}
                        text={number(language, place.counts[status] ?? 0)}
                        onPress={() =>
                          onChoose({
                            status,
                            ministry: part === 'ministries' ? place.id : '',
                            provinceCode: part === 'provinces' ? place.id : '',
                          })
                        }
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Tabs>
  )
}

interface CountProps {
  readonly value: number
  readonly text: string
  readonly label: string
  readonly onPress: () => void
}

function Count({ value, text, label, onPress }: CountProps) {
  if (value === 0) return <span className="muted">{text}</span>
  return (
    <button type="button" className="task-count" aria-label={`${label}: ${text}`} onClick={onPress}>
      {text}
    </button>
  )
}
