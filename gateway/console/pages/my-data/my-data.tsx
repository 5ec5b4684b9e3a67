import './my-data.css'
import { useQueries } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import { parts } from '../../../export/me-words.ts'
import { send } from '../../api/request.ts'
import { save } from '../../api/save.ts'
import { useSchema } from '../../api/schema.ts'
import { Menu } from '../../ui/menu.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { AccessLog } from './access-log.tsx'
import { IfWrong } from './if-wrong.tsx'
import { PartSummary } from './part-summary.tsx'
import { SectionPanel } from './section-panel.tsx'
import { type OwnSection, ownSections, readSection } from './sections.ts'
import { myDataWords } from './words.ts'

/** Everything about the one who is signed in, over all ministries, and who has read it. */
export function MyData() {
  const words = useWords(myDataWords)
  const language = useLanguage()
  const schema = useSchema()
  const answers = useQueries({
    queries: ownSections.map((name) => ({
      queryKey: ['me', name],
      queryFn: ({ signal }: { signal: AbortSignal }) => readSection(name, signal),
      staleTime: 60_000,
    })),
  })
  const sections = new Map<string, OwnSection>(
    ownSections.map((name, index) => {
      const answer = answers[index]
      return [name, { name, found: answer?.data, failed: answer?.error ?? undefined }]
    }),
  )
  const of = (name: string): OwnSection =>
    sections.get(name) ?? { name, found: undefined, failed: undefined }
  const records = parts.filter((part) => !('accessLog' in part.sections))
  return (
    <div className="page my-data">
      <PageHead
        title={words.title}
        actions={
          <Menu
            label={words.takeAlong}
            look="plain"
            face={
              <>
                <Download /> {words.takeAlong}
              </>
            }
            groups={[
              [
                {
                  id: 'json',
                  words: words.asFile,
                  icon: <Download />,
                  onChoose: () => void saveAll(),
                },
                {
                  id: 'page',
                  words: words.asPage,
                  icon: <Printer />,
                  onChoose: () => open('/me/export', '_blank', 'noopener'),
                },
              ],
            ]}
          />
        }
      >
        {words.lead}
      </PageHead>
      {schema.error && <Fault error={schema.error} />}
      <ul className="my-parts" aria-label={words.contents}>
        {records.map((part) => (
          <PartSummary key={part.ministry.en} part={part} of={of} />
        ))}
        <li>
          <a className="my-part" href="#accessLog">
            <span className="my-part-name">{words.whoRead}</span>
            <span className="muted">{words.whoReadShort}</span>
          </a>
        </li>
      </ul>
      {records.map((part) => (
        <section key={part.ministry.en} className="my-ministry">
          <h2>{inLanguage(language, part.ministry)}</h2>
          {Object.entries(part.sections).map(([name, title]) => (
            <SectionPanel key={name} title={title} section={of(name)} schema={schema.data} />
          ))}
        </section>
      ))}
      <AccessLog section={of('accessLog')} />
      <IfWrong />
      <Notice>{words.note}</Notice>
    </div>
  )
}

async function saveAll(): Promise<void> {
  const response = await send('/me/export')
  save('du-lieu-cua-toi.json', await response.blob())
}
