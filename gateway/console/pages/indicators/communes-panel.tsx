import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { Fault } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { moment } from '../../words/numbers.ts'
import { type CommuneValues, communeDocumentOf, countCommunes } from './communes.ts'
import type { WholeDefinition } from './indicator.ts'
import { ScoreValue } from './score-card.tsx'
import { indicatorWords } from './words.ts'

interface CommunesPartProps {
  readonly definition: WholeDefinition
  /** VN, or a province's code. */
  readonly area: string
  /** The newest that is known. */
  readonly period: string | undefined
}

/** The communes of the province that is shown, where the indicator's method counts by commune, for whoever may ask for statistics. */
export function CommunesPart({ definition, area, period }: CommunesPartProps) {
  const session = useSession()
  const may = session.data?.signedIn === true && session.data.may.stats
  if (!may || area === 'VN' || period === undefined) return null
  if (communeDocumentOf(definition) === undefined) return null
  return <CommunesPanel key={area} definition={definition} province={area} period={period} />
}

interface CommunesPanelProps {
  readonly definition: WholeDefinition
  readonly province: string
  readonly period: string
}

/** The communes of a province by an indicator's value: counted when it is asked for, and not stored. */
function CommunesPanel({ definition, province, period }: CommunesPanelProps) {
  const words = useWords(indicatorWords)
  const [isAsked, setAsked] = useState(false)
  const counted = useQuery({
    // Not among what a new observation makes old: a person asked for it, and its figures are of a day's budget.
    queryKey: ['communes', definition.code, province, period],
    queryFn: ({ signal }) => countCommunes(definition, { province, period }, signal),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <section className="panel" aria-label={words.communes}>
      <div className="panel-head">
        <h2>{words.communes}</h2>
        <span className="muted small">{words.communesLead}</span>
      </div>
      {!isAsked && (
        <div className="row communes-ask">
          <Button onClick={() => setAsked(true)}>{words.countCommunes}</Button>
        </div>
      )}
      {isAsked && counted.isPending && <Waiting />}
      {counted.error && <Fault error={counted.error} />}
      {counted.data && <CommuneTable {...{ definition }} counted={counted.data} />}
    </section>
  )
}

interface CommuneTableProps {
  readonly definition: WholeDefinition
  readonly counted: CommuneValues
}

function CommuneTable({ definition, counted }: CommuneTableProps) {
  const words = useWords(indicatorWords)
  const language = useLanguage()
  const { decimals, direction } = definition
  const { communes, sources } = counted
  if (communes.length === 0) return <Empty title={words.noFigure} />
  const least = direction === 'DOWN' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  const sign = direction === 'DOWN' ? 1 : -1
  const sorted = [...communes].sort(
    (a, b) =>
      sign * (Math.sign((a.value ?? least) - (b.value ?? least)) || 0) ||
      a.code.localeCompare(b.code),
  )
  return (
    <>
      <TableScroll className="long-table">
        <table className="table">
          <thead>
            <tr>
              <th>{words.communeCode}</th>
              <th>{words.commune}</th>
              <th className="number">{words.value}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((commune) => (
              <tr key={commune.code}>
                <td className="mono">{commune.code}</td>
                <th scope="row">{commune.name}</th>
                <td className="number">
                  <ScoreValue score={commune} decimals={decimals} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p className="muted small communes-ask">
        {Object.entries(sources)
          .map(([name, { asOf }]) => `${ministryTitle(language, name)}: ${moment(language, asOf)}`)
          .join(' · ')}
      </p>
    </>
  )
}
