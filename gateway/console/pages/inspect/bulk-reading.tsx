import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SelectField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment, number } from '../../words/numbers.ts'
import { bulkAlerts, dayInVietNam } from './records.ts'
import { inspectWords } from './words.ts'

const thresholds = [10, 50, 100, 1000, 10_000]
const days = 30

/** Credentials that read data of very many persons within a day. */
export function BulkReading() {
  const words = useWords(inspectWords)
  const language = useLanguage()
  const [threshold, setThreshold] = useState(50)
  const alerts = useQuery({
    queryKey: ['inspect', 'bulk', threshold],
    queryFn: ({ signal }) =>
      bulkAlerts({ from: dayInVietNam(days), to: dayInVietNam(), threshold }, signal),
  })
  return (
    <div className="column inspect-part">
      <div className="row">
        <SelectField
          label={words.threshold}
          value={threshold}
          onChange={(event) => setThreshold(Number(event.target.value))}
        >
          {thresholds.map((one) => (
            <option key={one} value={one}>
              {number(language, one)}
            </option>
          ))}
        </SelectField>
      </div>
      {alerts.isPending && <Waiting />}
      {alerts.error && <Fault error={alerts.error} />}
      {alerts.data?.length === 0 && <Empty title={words.noBulk} />}
      {alerts.data && alerts.data.length > 0 && (
        <TableScroll className="panel">
          <table className="table">
            <thead>
              <tr>
                <th>{words.day}</th>
                <th>{words.who}</th>
                <th className="number">{words.persons}</th>
                <th className="number">{words.requests}</th>
              </tr>
            </thead>
            <tbody>
              {alerts.data.map(({ caller, windowStart, persons, requests }) => (
                <tr key={`${caller} ${windowStart}`}>
                  <td>{moment(language, windowStart)}</td>
                  <td>{caller}</td>
                  <td className="number">{number(language, persons)}</td>
                  <td className="number">{number(language, requests)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </div>
  )
}
