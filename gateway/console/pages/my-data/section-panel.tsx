import type { GraphQLSchema } from 'graphql'
import { parse } from 'graphql'
import { useMemo, useState } from 'react'
import { type Label, type LabelledField, sectionFields } from '../../../export/me-labels.ts'
import { reasons } from '../../../export/me-words.ts'
import { Button } from '../../ui/button.tsx'
import { Fault, Notice } from '../../ui/notice.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { inLanguage, useLanguage, useWords } from '../../words/language.ts'
import { RecordFacts } from './record-facts.tsx'
import { type OwnSection, meDocument } from './sections.ts'
import { myDataWords } from './words.ts'

const document = parse(meDocument)

/** Records shown before the reader asks for more. */
const shownAtFirst = 5

interface SectionPanelProps {
  readonly title: Label
  readonly section: OwnSection
  readonly schema: GraphQLSchema | undefined
}

/** The records of one section, each as facts in plain words. */
export function SectionPanel({ title, section, schema }: SectionPanelProps) {
  const language = useLanguage()
  const fields = useMemo(
    () => (schema ? sectionFields(schema, document, section.name) : undefined),
    [schema, section.name],
  )
  const { found, failed } = section
  const rows: readonly unknown[] = Array.isArray(found?.value)
    ? found.value
    : [found?.value].filter((value) => value !== null && value !== undefined)
  const several = Array.isArray(found?.value)
  return (
    <section className="panel" id={section.name}>
      <div className="panel-head">
        <h3>{inLanguage(language, title)}</h3>
        {several && <span className="badge">{rows.length}</span>}
      </div>
      {failed && (
        <div className="panel-body">
          <Fault error={failed} />
        </div>
      )}
      {!failed && (found === undefined || fields === undefined) && <Waiting />}
      {found && fields && <Records rows={rows} fields={fields} codes={found.codes} />}
    </section>
  )
}

interface RecordsProps {
  readonly rows: readonly unknown[]
  readonly fields: readonly LabelledField[]
  readonly codes: readonly string[]
}

function Records({ rows, fields, codes }: RecordsProps) {
  const words = useWords(myDataWords)
  const language = useLanguage()
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, shownAtFirst)
  const lacking = codes.filter((code) => code !== 'NO_RECORD')
  return (
    <div className="panel-body column">
      {lacking.length > 0 && (
        <Notice look="warn" title={words.incomplete}>
          {lacking
            .map((code) => inLanguage(language, reasons[code] ?? { vi: code, en: code }))
            .join('; ')}
          {'. '}
          {words.askLater}
        </Notice>
      )}
      {rows.length === 0 && lacking.length === 0 && <p className="muted">{words.nothing}</p>}
      {shown.length > 0 && (
        <ol className="my-records">
          {shown.map((row, index) => (
            // Records stand in the order of the answer and are never moved.
            <li key={index}>
              <RecordFacts fields={fields} record={row} />
            </li>
          ))}
        </ol>
      )}
      {rows.length > shown.length && (
        <div>
          <Button onClick={() => setAll(true)}>{words.showAll(rows.length)}</Button>
        </div>
      )}
    </div>
  )
}
