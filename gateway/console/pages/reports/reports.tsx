import './reports.css'
import { useQuery } from '@tanstack/react-query'
import {
  ChartArea,
  ChartBar,
  ChartLine,
  ChartScatter,
  Grid3x3,
  LayoutGrid,
  type LucideIcon,
  Table2,
  Users,
} from 'lucide-react'
import { useState } from 'react'
import { Link, Route, Switch } from 'wouter'
import type { PageProps } from '../pages.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { found } from '../../words/plain.ts'
import { NewReport } from './new-report.tsx'
import { ReportPage } from './report-page.tsx'
import { type ReportLine, listReports } from './report.ts'
import { reportWords } from './words.ts'

const icons: Readonly<Record<string, LucideIcon>> = {
  bar: ChartBar,
  line: ChartLine,
  area: ChartArea,
  scatter: ChartScatter,
  heatmap: Grid3x3,
  pyramid: Users,
  tiles: LayoutGrid,
}

/** Saved reports: all that the caller may see, and each by itself. */
export function Reports({ session }: PageProps) {
  return (
    <Switch>
      <Route path="/:id">{({ id }) => <ReportPage id={id} session={session} />}</Route>
      <Route>
        {location.search === '?draft' ? <NewReport session={session} /> : <ReportList />}
      </Route>
    </Switch>
  )
}

function ReportList() {
  const words = useWords(reportWords)
  const [looked, setLooked] = useState('')
  const reports = useQuery({
    queryKey: ['reports'],
    queryFn: ({ signal }) => listReports(signal),
  })
  const shown = (reports.data ?? []).filter(({ title, description, id }) =>
    found([title.vi, title.en, description.vi, description.en, id].join(' '), looked),
  )
  const groups = [
    { title: words.ofYours, list: shown.filter(({ owner }) => owner.isYou) },
    { title: words.ofOthers, list: shown.filter(({ owner }) => !owner.isYou && !owner.isHouse) },
    { title: words.ofHouse, list: shown.filter(({ owner }) => owner.isHouse) },
  ]
  return (
    <div className="page">
      <PageHead
        title={words.title}
        actions={
          <SearchField
            label={words.search}
            value={looked}
            onChange={(event) => setLooked(event.target.value)}
          />
        }
      >
        {words.lead}
      </PageHead>
      {reports.isPending && <Waiting />}
      {reports.error && <Fault error={reports.error} />}
      {reports.data && shown.length === 0 && <Empty title={words.nothing} />}
      {groups
        .filter(({ list }) => list.length > 0)
        .map(({ title, list }) => (
          <section key={title} className="column">
            <h2>{title}</h2>
            <ul className="report-list">
              {list.map((report) => (
                <ReportCard key={report.id} report={report} />
              ))}
            </ul>
          </section>
        ))}
    </div>
  )
}

function ReportCard({
  report: { id, title, description, chart },
}: {
  readonly report: ReportLine
}) {
  const language = useLanguage()
  const Icon = icons[chart] ?? Table2
  return (
    <li>
      <Link href={`/${id}`} className="report-card">
        <Icon aria-hidden="true" />
        <span className="grow">
          <span className="report-name">{inLanguage(language, title)}</span>
          <span className="muted report-about">{inLanguage(language, description)}</span>
        </span>
      </Link>
    </li>
  )
}
