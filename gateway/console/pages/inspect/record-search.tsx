import { useInfiniteQuery } from '@tanstack/react-query'
import { Search as SearchIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { common } from '../../words/common.ts'
import { useWords } from '../../words/language.ts'
import { RecordTable } from './record-table.tsx'
import {
  type RecordPage,
  type Search,
  dayInVietNam,
  searchFields,
  searchRecords,
} from './records.ts'
import { inspectWords } from './words.ts'

const days = 7

/** A search of the journal; of emergencies alone where that is what is looked for. */
export function RecordSearch({ emergency }: { readonly emergency: boolean }) {
  const words = useWords(inspectWords)
  const { more } = useWords(common)
  const [typed, setTyped] = useState<Search>({
    from: dayInVietNam(days),
    to: dayInVietNam(),
    emergency,
    by: {},
  })
  const [asked, setAsked] = useState<Search | undefined>(emergency ? typed : undefined)
  const records = useInfiniteQuery({
    queryKey: ['inspect', asked],
    queryFn: ({ pageParam, signal }) => searchRecords(asked ?? typed, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    enabled: asked !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const found = records.data?.pages.flatMap(({ nodes }) => nodes) ?? []
  return (
    <div className="column inspect-part">
      {emergency && <Notice>{words.emergenciesLead}</Notice>}
      <SearchForm
        typed={typed}
        busy={records.isFetching}
        onTyped={setTyped}
        onSearch={() => setAsked(typed)}
      />
      {records.error && <Fault error={records.error} />}
      {records.isLoading && <Waiting />}
      {records.isSuccess && found.length === 0 && <Empty title={words.nothing} />}
      {found.length > 0 && <RecordTable records={found} />}
      {records.hasNextPage && (
        <div>
          <Button busy={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
            {more}
          </Button>
        </div>
      )}
    </div>
  )
}

function nextOf({ hasNextPage, endCursor }: RecordPage): string | null {
  return hasNextPage ? endCursor : null
}

interface SearchFormProps {
  readonly typed: Search
  readonly busy: boolean
  readonly onTyped: (search: Search) => void
  readonly onSearch: () => void
}

function SearchForm({ typed, busy, onTyped, onSearch }: SearchFormProps) {
  const words = useWords(inspectWords)
  return (
    <form
      className="panel inspect-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSearch()
      }}
    >
      <TextField
        type="date"
        required
        label={words.from}
        value={typed.from}
        onChange={(event) => onTyped({ ...typed, from: event.target.value })}
      />
      <TextField
        type="date"
        required
        label={words.to}
        value={typed.to}
        onChange={(event) => onTyped({ ...typed, to: event.target.value })}
      />
      {searchFields.map((name) => (
        <TextField
          key={name}
          label={words.fields[name]}
          value={typed.by[name] ?? ''}
          autoComplete="off"
          onChange={(event) =>
            onTyped({ ...typed, by: { ...typed.by, [name]: event.target.value } })
          }
        />
      ))}
      <Button type="submit" look="primary" icon={<SearchIcon />} busy={busy}>
        {words.find}
      </Button>
    </form>
  )
}
