import './quality.css'
import { useState } from 'react'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/waiting.tsx'
import { useWords } from '../../words/language.ts'
import type { PageProps } from '../pages.tsx'
import { Board } from './board.tsx'
import { Database } from './database.tsx'
import { judgedDatabases } from './scores.ts'
import { qualityWords } from './words.ts'

/** How good the data of each database are, down to rules and places, and the records to mend. */
export function QualityPage({ session }: PageProps) {
  const words = useWords(qualityWords)
  const databases = judgedDatabases(session)
  const [chosen, setChosen] = useState(databases[0] ?? '')
  return (
    <div className="page quality">
      <PageHead title={words.title}>{words.lead}</PageHead>
      {databases.length === 0 ? (
        <Empty title={words.none} />
      ) : (
        <div className="column">
          <Board databases={databases} chosen={chosen} onChoose={setChosen} />
          <Database key={chosen} name={chosen} session={session} />
        </div>
      )}
    </div>
  )
}
