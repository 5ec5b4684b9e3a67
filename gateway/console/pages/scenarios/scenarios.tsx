import './scenarios.css'
import { useQuery } from '@tanstack/react-query'
import { Biohazard, Flame, type LucideIcon, Tornado } from 'lucide-react'
import { Link, Route, Switch } from 'wouter'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { ScenarioPage } from './scenario-page.tsx'
import { type Scenario, listScenarios } from './scenario.ts'
import { scenarioWords } from './words.ts'

const icons: Readonly<Record<Scenario['kind'], LucideIcon>> = {
  STORM: Tornado,
  EPIDEMIC: Biohazard,
  FIRE: Flame,
}

/** Scenarios for emergencies: those that the caller may run, and each by itself. */
export function Scenarios() {
  const words = useWords(scenarioWords)
  const scenarios = useQuery({
    queryKey: ['scenarios'],
    queryFn: ({ signal }) => listScenarios(signal),
  })
  if (scenarios.data === undefined)
    return (
      <div className="page">
        <PageHead title={words.title} />
        {scenarios.error ? <Fault error={scenarios.error} /> : <Waiting />}
      </div>
    )
  const mine = scenarios.data.filter(({ may }) => may.run)
  return (
    <Switch>
      <Route path="/:code">
        {({ code }) => <One scenario={mine.find((one) => one.code === code)} />}
      </Route>
      <Route>
        <List scenarios={mine} />
      </Route>
    </Switch>
  )
}

function One({ scenario }: { readonly scenario: Scenario | undefined }) {
  const words = useWords(scenarioWords)
  if (scenario !== undefined) return <ScenarioPage key={scenario.code} scenario={scenario} />
  return (
    <div className="page">
      <PageHead title={words.title} />
      <Empty title={words.unknown} />
    </div>
  )
}

function List({ scenarios }: { readonly scenarios: readonly Scenario[] }) {
  const words = useWords(scenarioWords)
  const language = useLanguage()
  return (
    <div className="page">
      <PageHead title={words.title}>{words.lead}</PageHead>
      {scenarios.length === 0 && <Empty title={words.nothing} />}
      <ul className="scenario-list">
        {scenarios.map(({ code, kind, title, description }) => {
          const Icon = icons[kind]
          return (
            <li key={code}>
              <Link href={`/${code}`} className="scenario-card">
                <Icon aria-hidden="true" />
                <span className="grow">
                  <span className="scenario-name">{inLanguage(language, title)}</span>
                  <span className="muted scenario-about">{inLanguage(language, description)}</span>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
