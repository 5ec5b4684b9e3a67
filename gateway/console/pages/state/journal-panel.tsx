import { useLanguage, useWords } from '../../words/language.ts'
import { moment, number } from '../../words/numbers.ts'
import { type GatewayState, perSecond } from './gateway-state.ts'
import { stateWords } from './words.ts'

/** The audit journal that this gateway writes. */
export function JournalPanel({ journal }: Pick<GatewayState, 'journal'>) {
  const words = useWords(stateWords)
  const language = useLanguage()
  if (journal === null) return null
  const { gateway, isRecording, lastSeq, lastWrittenAt, waiting, checkpoint, windows } = journal
  const [minute] = windows
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{words.journal}</h2>
        <span className={isRecording ? 'badge good' : 'badge bad'}>
          {isRecording ? words.recording : words.notRecording}
        </span>
      </div>
      <dl className="facts panel-body">
        <dt>{words.gateway}</dt>
        <dd>{gateway}</dd>
        <dt>{words.lastRecord}</dt>
        <dd>
          {number(language, lastSeq)} · {moment(language, lastWrittenAt)}
        </dd>
        <dt>{words.checkpoint}</dt>
        <dd>
          {checkpoint === null
            ? words.none
            : `${number(language, checkpoint.seq)} · ${moment(language, checkpoint.at)}`}
        </dd>
        <dt>{words.waiting}</dt>
        <dd>{number(language, waiting)}</dd>
        <dt>{words.rate}</dt>
        <dd>{minute ? `${number(language, perSecond(minute), 1)}/s` : '–'}</dd>
      </dl>
    </section>
  )
}
