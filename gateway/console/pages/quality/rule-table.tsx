import { Button } from '../../ui/button.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { Counts, Method, ShareBadge } from './score-text.tsx'
import { isListed, type Rule, type Score, type Table } from './scores.ts'
import { qualityWords } from './words.ts'
import type { WorklistOf } from './worklist.tsx'

interface RuleTableProps {
  readonly table: Table
  /** Shows the records that fail a rule; absent where the caller mends none. */
  readonly onOpen: ((wanted: WorklistOf) => void) | undefined
}

/** The rules of a table, and its fields. */
export function RuleTable({ table, onOpen }: RuleTableProps) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  const { name, rows, rules, fields, worklist } = table
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{name}</h2>
        <span className="muted">
          {rows === null ? words.noEvidence : words.rows(number(language, Number(rows), 0))}
        </span>
        <ShareBadge score={table.score} />
      </div>
      <TableScroll>
        <table className="table">
          <thead>
            <tr>
              <th>{words.rule}</th>
              <th>{words.criterion}</th>
              <th>{words.share}</th>
              <th className="number">{words.passes}</th>
              <th>{words.method}</th>
              {onOpen && <th>{words.worklist}</th>}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.code}>
                <td>
                  {rule[language]} {rule.identifier && <b className="badge">{words.identifier}</b>}
                  <div className="muted small">
                    <code>{rule.field ?? name}</code> · <code>{rule.code}</code> ·{' '}
                    {words.version(rule.version)}
                  </div>
                </td>
                <td>{rule.score.criterion && words.criteria[rule.score.criterion]}</td>
                <td>
                  <ShareBadge score={rule.score} />
                </td>
                <td className="number">
                  <Counts score={rule.score} />
                </td>
                <td>
                  <Method score={rule.score} />
                </td>
                {onOpen && (
                  <td>
                    {worklist !== null && isListed(rule) && fails(rule.score) && (
                      <Opener rule={rule} onOpen={() => onOpen({ root: worklist, rule })} />
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <dl className="facts panel-body">
        <dt>{words.fields}</dt>
        <dd className="row quality-fields">
          {fields.map((field) => (
            <span key={field.name}>
              <code>{field.name}</code> <ShareBadge score={field.score} />
            </span>
          ))}
        </dd>
      </dl>
    </section>
  )
}

function Opener({ rule, onOpen }: { readonly rule: Rule; readonly onOpen: () => void }) {
  const words = useWords(qualityWords)
  const language = useLanguage()
  return (
    <Button tight onClick={onOpen} aria-label={`${words.showRecords}: ${rule[language]}`}>
      {words.showRecords}
    </Button>
  )
}

function fails({ numerator, denominator }: Score): boolean {
  return Number(numerator) < Number(denominator)
}
