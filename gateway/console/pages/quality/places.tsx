import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { provinceTiles } from '../../charts/province-tiles.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { Counts, Method, ShareBadge } from './score-text.tsx'
import { type PlaceScore, placesOf, type Rule } from './scores.ts'
import { qualityWords } from './words.ts'

interface PlacesProps {
  readonly database: string
  readonly rules: readonly Rule[]
}

/** Provinces by a rule, the lowest first, and the communes of one. */
export function Places({ database, rules }: PlacesProps) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  const [rule, setRule] = useState<string | null>(null)
  const [province, setProvince] = useState<string | null>(null)
  const places = useQuery({
    queryKey: ['quality', database, 'places', rule, province],
    queryFn: ({ signal }) => placesOf({ database, rule, province }, signal),
  })
  return (
    <div className="column">
      <div className="row quality-choices">
        <SelectField
          label={words.whichRule}
          value={rule ?? ''}
          onChange={(event) => setRule(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{words.allRules}</option>
          {rules.map((one) => (
            <option key={one.code} value={one.code}>
              {one[language]}
            </option>
          ))}
        </SelectField>
        {province !== null && (
          <Button onClick={() => setProvince(null)}>{words.backToProvinces}</Button>
        )}
      </div>
      {places.isPending && <Waiting />}
      {places.error && <Fault error={places.error} />}
      {places.data?.length === 0 && <Empty title={words.noEvidence} />}
      {places.data && places.data.length > 0 && (
        <TableScroll className="panel">
          <table className="table">
            <thead>
              <tr>
                <th>{province === null ? words.province : words.commune}</th>
                <th>{words.share}</th>
                <th className="number">{words.passes}</th>
                <th>{words.method}</th>
              </tr>
            </thead>
            <tbody>
              {places.data.map((one) => (
                <PlaceRow
                  key={one.code}
                  place={one}
                  onOpen={province === null ? setProvince : undefined}
                />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </div>
  )
}

interface PlaceRowProps {
  readonly place: PlaceScore
  readonly onOpen: ((code: string) => void) | undefined
}

function PlaceRow({ place: { code, score }, onOpen }: PlaceRowProps) {
  const name = provinceTiles.get(code)?.name
  return (
    <tr>
      <td>
        {onOpen ? (
          <button type="button" className="quality-open" onClick={() => onOpen(code)}>
            {name ?? code}
          </button>
        ) : (
          <code>{code}</code>
        )}
      </td>
      <td>
        <ShareBadge score={score} />
      </td>
      <td className="number">
        <Counts score={score} />
      </td>
      <td>
        <Method score={score} />
      </td>
    </tr>
  )
}
