import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { Segments } from '../../ui/tabs.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { common } from '../../words/common.ts'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { moment, number } from '../../words/numbers.ts'
import { FindingBadge } from './finding-badge.tsx'
import { purposeWords } from './purpose-words.ts'
import { ReviewDialog } from './review-dialog.tsx'
import { reviewWords } from './review-words.ts'
import { type Emergency, type EmergencyPage, readEmergencies } from './reviews.ts'
import { inspectWords } from './words.ts'

type Show = 'open' | 'concluded'

/** Emergency accesses for the review afterwards; each opens to be looked at and concluded. */
export function ReviewQueue() {
  const words = useWords(reviewWords)
  const { more } = useWords(common)
  const [show, setShow] = useState<Show>('open')
  const [who, setWho] = useState('')
  const caller = useSettled(who.trim(), 400)
  const [chosen, setChosen] = useState<Emergency>()
  const list = useInfiniteQuery({
    queryKey: ['inspect', 'reviews', show, caller],
    queryFn: ({ pageParam, signal }) =>
      readEmergencies({ open: show === 'open', caller }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
  })
  const found = list.data?.pages.flatMap(({ nodes }) => nodes) ?? []
  return (
    <div className="column inspect-part">
      <Notice>{words.lead}</Notice>
      <div className="row">
        <Segments
          label={words.state}
          chosen={show}
          onChoose={setShow}
          options={[
            { id: 'open', words: words.awaiting },
            { id: 'concluded', words: words.concluded },
          ]}
        />
        <SearchField
          label={words.ofWhom}
          value={who}
          maxLength={256}
          onChange={(event) => setWho(event.target.value)}
        />
      </div>
      {list.isPending && <Waiting />}
      {list.error && <Fault error={list.error} />}
      {list.isSuccess && found.length === 0 && <Empty title={words.nothing} />}
      {found.length > 0 && <ReviewTable list={found} onChoose={setChosen} />}
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {more}
          </Button>
        </div>
      )}
      {chosen && <ReviewDialog emergency={chosen} onClose={() => setChosen(undefined)} />}
    </div>
  )
}

function nextOf({ hasNextPage, endCursor }: EmergencyPage): string | null {
  return hasNextPage ? endCursor : null
}

interface ReviewTableProps {
  readonly list: readonly Emergency[]
  readonly onChoose: (one: Emergency) => void
}

function ReviewTable({ list, onChoose }: ReviewTableProps) {
  const words = useWords(reviewWords)
  const said = useWords(inspectWords)
  const language = useLanguage()
  return (
    <TableScroll className="panel">
      <table className="table">
        <thead>
          <tr>
            <th>{said.at}</th>
            <th>{said.who}</th>
            <th>{said.purpose}</th>
            <th className="number">{said.requests}</th>
            <th className="number">{said.persons}</th>
            <th>{words.due}</th>
            <th>{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((one) => (
            <tr key={one.id}>
              <td>
                <button type="button" className="inspect-open" onClick={() => onChoose(one)}>
                  {moment(language, one.at)}
                </button>
              </td>
              <td>
                {one.caller}
                <div className="muted small">
                  {one.agency !== null && ministryTitle(language, one.agency)}
                </div>
              </td>
              <td>
                {purposeWords(language, one.purpose) ?? '–'}
                <div className="muted small">
                  {one.scenario === null ? words.request : `${words.scenario}: ${one.scenario}`}
                </div>
              </td>
              <td className="number">{number(language, one.requests)}</td>
              <td className="number">{number(language, one.personCount)}</td>
              <td>
                {moment(language, one.dueAt)}{' '}
                {one.overdue && <span className="badge bad">{words.overdue}</span>}
              </td>
              <td>
                <FindingBadge finding={one.finding} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  )
}
