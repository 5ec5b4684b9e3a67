import './inspect.css'
import { useState } from 'react'
import { PageHead } from '../../ui/page-head.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useWords } from '../../words/language.ts'
import { BulkReading } from './bulk-reading.tsx'
import { Chains } from './chains.tsx'
import { RecordSearch } from './record-search.tsx'
import { ReviewQueue } from './review-queue.tsx'
import { inspectWords } from './words.ts'

type Part = 'search' | 'reviews' | 'emergencies' | 'bulk' | 'chains'

/** The audit trail: searched, watched for much reading, and proven whole. */
export function Inspect() {
  const words = useWords(inspectWords)
  const [part, setPart] = useState<Part>('search')
  return (
    <div className="page inspect">
      <PageHead title={words.title}>{words.lead}</PageHead>
      <Tabs
        label={words.title}
        chosen={part}
        onChoose={setPart}
        tabs={[
          { id: 'search', words: words.search },
          { id: 'reviews', words: words.reviews },
          { id: 'emergencies', words: words.emergencies },
          { id: 'bulk', words: words.bulk },
          { id: 'chains', words: words.chains },
        ]}
      >
        {part === 'search' && <RecordSearch emergency={false} />}
        {part === 'reviews' && <ReviewQueue />}
        {part === 'emergencies' && <RecordSearch key="emergencies" emergency />}
        {part === 'bulk' && <BulkReading />}
        {part === 'chains' && <Chains />}
      </Tabs>
    </div>
  )
}
