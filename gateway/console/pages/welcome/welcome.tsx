import { Building2, ChartNoAxesColumn, Code, UserRound } from 'lucide-react'
import { signInPath } from '../../api/session.ts'
import { useTitle } from '../../ui/page-head.tsx'
import { useWords } from '../../words/language.ts'
import { welcomeWords } from './words.ts'

const icons = [UserRound, ChartNoAxesColumn, Building2, Code]

/** The first page of someone who is not signed in: what this is, and for whom. */
export function Welcome() {
  const words = useWords(welcomeWords)
  useTitle(words.tab)
  return (
    <div className="page">
      <div className="welcome">
        <div>
          <h1>{words.title}</h1>
          <p className="welcome-lead">{words.lead}</p>
          <div className="row">
            <a className="button primary" href={signInPath('/')}>
              {words.signIn}
            </a>
          </div>
        </div>
        <ul className="welcome-ways" aria-label={words.forWhom}>
          {words.ways.map(({ title, text }, index) => {
            const Icon = icons[index] ?? Code
            return (
              <li key={title} className="welcome-way">
                <Icon aria-hidden="true" />
                <div>
                  <h2>{title}</h2>
                  <p className="muted">{text}</p>
                </div>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
