import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/field.tsx'
import { Empty } from '../../ui/waiting.tsx'
import { common } from '../../words/common.ts'
import { useLanguage, useWords } from '../../words/language.ts'
import { ago } from '../../words/numbers.ts'
import { found } from '../../words/plain.ts'
import { tabName } from './bench.ts'
import { openTab } from './bench-store.ts'
import { type Asked, forget, remembered } from './history.ts'
import { askWords } from './words.ts'

interface HistoryDialogProps {
  readonly by: string
  readonly open: boolean
  readonly onClose: () => void
}

/** Questions that were asked on this machine, to find one again. */
export function HistoryDialog({ by, open, onClose }: HistoryDialogProps) {
  const words = useWords(askWords)
  const { search } = useWords(common)
  const [looked, setLooked] = useState('')
  const client = useQueryClient()
  const { data = [] } = useQuery({
    queryKey: ['history', by],
    queryFn: () => remembered(by),
    enabled: open,
    staleTime: 0,
  })
  const fitting = data.filter(({ query, variables }) => found(`${query} ${variables}`, looked))
  const clear = async () => {
    await forget(by)
    await client.invalidateQueries({ queryKey: ['history', by] })
  }
  const take = ({ query, variables, purpose, operation }: Asked) => {
    openTab({ query, variables, purpose, operation })
    onClose()
  }
  return (
    <Dialog
      wide
      title={words.historyOf}
      open={open}
      onClose={onClose}
      foot={
        <Button look="danger" disabled={data.length === 0} onClick={() => void clear()}>
          {words.historyClear}
        </Button>
      }
    >
      <div className="column">
        <p className="small muted">{words.historyNote}</p>
        <SearchField
          label={search}
          value={looked}
          onChange={(event) => setLooked(event.target.value)}
        />
        {fitting.length === 0 && <Empty title={words.historyNone} />}
        <ul className="ask-history">
          {fitting.map((asked) => (
            <HistoryLine key={asked.id} asked={asked} onTake={take} />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

function HistoryLine({ asked, onTake }: { readonly asked: Asked; onTake: (asked: Asked) => void }) {
  const language = useLanguage()
  const words = useWords(askWords)
  return (
    <li>
      <button type="button" onClick={() => onTake(asked)}>
        <span className="row">
          <b>{tabName(asked) ?? words.untitled}</b>
          {asked.outcome === 'failed' && <span className="badge bad">{words.failed}</span>}
          <span className="muted small">{ago(language, asked.at)}</span>
        </span>
        <code>{asked.query.replaceAll(/\s+/g, ' ').slice(0, 180)}</code>
      </button>
    </li>
  )
}
