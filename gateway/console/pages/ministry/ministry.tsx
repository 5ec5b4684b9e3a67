import './ministry.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, Route, Switch } from 'wouter'
import type { SignedIn } from '../../api/session.ts'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import type { PageProps } from '../pages.tsx'
import { healthLooks } from '../state/ministries.tsx'
import { stateWords } from '../state/words.ts'
import { Draft } from './draft.tsx'
import { Fields } from './fields.tsx'
import { Overview } from './overview.tsx'
import { Readers } from './readers.tsx'
import { listMinistries } from './registry.ts'
import { Versions } from './versions.tsx'
import { ministryWords } from './words.ts'

/** The subgraphs that the caller keeps, and each by itself. */
export function Ministry({ session }: PageProps) {
  return (
    <Switch>
      <Route path="/:name">{({ name }) => <One key={name} name={name} session={session} />}</Route>
      <Route>
        <List />
      </Route>
    </Switch>
  )
}

function List() {
  const words = useWords(ministryWords)
  const { healths } = useWords(stateWords)
  const language = useLanguage()
  const ministries = useQuery({
    queryKey: ['ministries'],
    queryFn: ({ signal }) => listMinistries(signal),
  })
  return (
    <div className="page">
      <PageHead title={words.title}>{words.lead}</PageHead>
      {ministries.isPending && <Waiting />}
      {ministries.error && <Fault error={ministries.error} />}
      {ministries.data?.length === 0 && <Empty title={words.none} />}
      <ul className="ministry-list">
        {ministries.data?.map(({ ministry, health }) => (
          <li key={ministry}>
            <Link href={`/${ministry}`} className="ministry-card">
              <strong className="grow">{ministryTitle(language, ministry)}</strong>
              <span className={`badge ${healthLooks[health]}`}>{healths[health]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

type Part = 'overview' | 'versions' | 'draft' | 'fields' | 'readers'

interface OneProps {
  readonly name: string
  readonly session: SignedIn
}

function One({ name, session }: OneProps) {
  const words = useWords(ministryWords)
  const language = useLanguage()
  const [part, setPart] = useState<Part>('overview')
  const isOwn = session.agency === name
  return (
    <div className="page ministry">
      <PageHead
        title={ministryTitle(language, name)}
        actions={
          <Link href="/" className="button">
            {words.all}
          </Link>
        }
      >
        {isOwn ? words.own : words.watched}
      </PageHead>
      <Tabs
        label={name}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { id: 'overview', words: words.overview },
          { id: 'versions', words: words.versions },
          ...(isOwn ? [{ id: 'draft' as const, words: words.draft }] : []),
          { id: 'fields', words: words.fields },
          ...(isOwn ? [{ id: 'readers' as const, words: words.readers }] : []),
        ]}
      >
        <div className="ministry-part">
          {part === 'overview' && <Overview name={name} session={session} />}
          {part === 'versions' && <Versions name={name} isOwn={isOwn} />}
          {part === 'draft' && <Draft name={name} />}
          {part === 'fields' && <Fields name={name} isOwn={isOwn} />}
          {part === 'readers' && <Readers name={name} />}
        </div>
      </Tabs>
    </div>
  )
}
