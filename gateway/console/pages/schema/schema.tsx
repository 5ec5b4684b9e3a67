import { useLocation } from 'wouter'
import { Explorer } from '../../schema/explorer.tsx'
import { sampleQuestion } from '../../schema/sample-question.ts'
import { useSchema } from '../../api/schema.ts'
import { Fault } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/page-head.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { useWords } from '../../words/language.ts'
import { openTab } from '../ask/bench-store.ts'
import { schemaPageWords } from './words.ts'

/** The schema that the caller may query. `/schema/Type.field` leads to what it names. */
export function Schema() {
  const words = useWords(schemaPageWords)
  useTitle(words.title)
  const { data: schema, error } = useSchema()
  const [path, go] = useLocation()
  const [, , place = ''] = /^(\/)?(.*)$/.exec(path) ?? []
  const coordinate = place === '' ? undefined : decodeURIComponent(place)
  if (schema === undefined)
    return <div className="page">{error ? <Fault error={error} /> : <Waiting />}</div>
  const onOpen = (wanted: string) => {
    const sample = sampleQuestion(schema, wanted)
    if (sample === undefined) return
    openTab(sample)
    go('~/ask')
  }
  return (
    <div className="schema-page">
      <h1 className="visually-hidden">{words.title}</h1>
      <Explorer
        schema={schema}
        coordinate={coordinate}
        onGo={(to) => go(`/${to ?? ''}`)}
        onOpen={onOpen}
      />
    </div>
  )
}
