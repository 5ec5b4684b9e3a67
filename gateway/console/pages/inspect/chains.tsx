import { useQuery } from '@tanstack/react-query'
import { Fault, Notice } from '../../ui/notice.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment, number } from '../../words/numbers.ts'
import { auditState } from './records.ts'
import { inspectWords } from './words.ts'

/** Whether the journal is whole: each gateway's chain, up to where it was checked, and what is wrong. */
export function Chains() {
  const words = useWords(inspectWords)
  const language = useLanguage()
  const state = useQuery({
    queryKey: ['inspect', 'chains'],
    queryFn: ({ signal }) => auditState(signal),
    refetchInterval: 15_000,
  })
  return (
    <div className="column inspect-part">
      {state.isPending && <Waiting />}
      {state.error && <Fault error={state.error} />}
      {state.data === null && <Empty title={words.notChecked} />}
      {state.data?.problems.map(({ chain, seq, kind }) => (
        <Notice key={`${chain} ${seq} ${kind}`} look="bad" title={words.broken}>
          {kind} · <code>{chain}</code> {seq !== null && `#${seq}`}
        </Notice>
      ))}
      {state.data && state.data.problems.length === 0 && <Notice look="good">{words.whole}</Notice>}
      {state.data && (
        <TableScroll className="panel">
          <table className="table">
            <thead>
              <tr>
                <th>{words.gateway}</th>
                <th>{words.chain}</th>
                <th className="number">{words.verified}</th>
                <th className="number">{words.signed}</th>
                <th>{words.checkedAt}</th>
              </tr>
            </thead>
            <tbody>
              {state.data.chains.map(
                ({ chain, gateway, verifiedSeq, signedSeq, verifiedAt, complete }) => (
                  <tr key={chain}>
                    <th scope="row">{gateway ?? '–'}</th>
                    <td>
                      <code>{chain}</code>
                    </td>
                    <td className="number">
                      {number(language, BigInt(verifiedSeq))}{' '}
                      <span className={complete ? 'badge good' : 'badge warn'}>
                        {complete ? words.toItsEnd : words.underWay}
                      </span>
                    </td>
                    <td className="number">{number(language, BigInt(signedSeq))}</td>
                    <td>{verifiedAt === null ? '–' : moment(language, verifiedAt)}</td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </TableScroll>
      )}
      <p className="muted">{words.offline}</p>
    </div>
  )
}
