import { useQuery } from '@tanstack/react-query'
import { Rss } from 'lucide-react'
import { refusedBy } from '../../api/refused.ts'
import { send } from '../../api/request.ts'
import { Fault } from '../../ui/notice.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useWords } from '../../words/language.ts'
import { changesIn } from './changes-in.ts'
import { Part } from './part.tsx'
import { developerWords } from './words.ts'

/** What the last releases changed in the schema that the caller sees. */
export function ChangesPart() {
  const words = useWords(developerWords)
  const { data, error, isPending } = useQuery({
    queryKey: ['changes'],
    queryFn: async ({ signal }) => {
      const response = await send('/changes', { accept: 'text/markdown', signal })
      if (!response.ok)
        throw refusedBy(response.status, undefined, response.headers.get('x-request-id'))
      return changesIn(await response.text())
    },
  })
  return (
    <Part title={words.changes} lead={words.changesLead}>
      <div>
        <a className="button" href="/changes.atom">
          <Rss className="icon" />
          {words.feed}
        </a>
      </div>
      {isPending && <Waiting />}
      {error && <Fault error={error} />}
      {data?.length === 0 && <p className="muted">{words.changesNone}</p>}
      {data?.map(({ title, parts }) => (
        <article key={title} className="developers-release">
          <h3>{title}</h3>
          {parts.map(({ kind, lines }) => (
            <div key={kind}>
              <p className="muted small">{kind}</p>
              <ul>
                {lines.slice(0, 60).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </div>
          ))}
        </article>
      ))}
    </Part>
  )
}
