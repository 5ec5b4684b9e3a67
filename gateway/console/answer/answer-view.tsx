import './answer.css'
import type { GraphQLSchema } from 'graphql'
import type { Answer, Question } from '../api/ask.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { bytes, duration, moment, number } from '../words/numbers.ts'
import { answerWords } from './words.ts'

export interface AnswerViewProps {
  readonly answer: Answer
  readonly question: Question
  readonly schema: GraphQLSchema | undefined
}

/** An answer: its errors, its data as JSON, and where it comes from. */
export function AnswerView({ answer }: AnswerViewProps) {
  const language = useLanguage()
  const words = useWords(answerWords)
  const data = JSON.stringify(answer.data, undefined, 2)
  return (
    <section className="answer" aria-label={words.answer}>
      {answer.errors.map(({ message, path, extensions }) => (
        <Notice key={`${path?.join('.')} ${message}`} look="bad" title={message}>
          <code>{codeOf(extensions)}</code> {path?.join('.')}
        </Notice>
      ))}
      <div className="row small muted">
        <span>
          {words.elapsed} {duration(language, answer.elapsedMs)}
        </span>
        <span>
          {words.size} {bytes(language, answer.bytes)}
        </span>
        <span className="grow">
          {words.requestId} <code>{answer.requestId}</code>
        </span>
        <CopyButton text={data} />
      </div>
      <pre className="answer-json">{data}</pre>
      <Provenance answer={answer} />
    </section>
  )
}

function Provenance({ answer }: { readonly answer: Answer }) {
  const language = useLanguage()
  const words = useWords(answerWords)
  const rows = Object.entries(answer.provenance)
  if (rows.length === 0) return null
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.ministry}</th>
            <th scope="col">{words.asOf}</th>
            <th scope="col" className="number">
              {words.latency}
            </th>
            <th scope="col" className="number">
              {words.rows}
            </th>
            <th scope="col" className="number">
              {words.statements}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([ministry, one]) => (
            <tr key={ministry}>
              <th scope="row">{ministry}</th>
              <td>{moment(language, one.asOf)}</td>
              <td className="number">{duration(language, one.latencyMs)}</td>
              <td className="number">{number(language, one.rows)}</td>
              <td className="number">{number(language, one.statements)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function codeOf(extensions: Readonly<Record<string, unknown>> | undefined): string {
  const code = extensions?.['code']
  return typeof code === 'string' ? code : ''
}
