import type { GraphQLSchema } from 'graphql'
import { Fragment, useMemo } from 'react'
import type { Question } from '../../api/ask.ts'
import { useEstimate } from '../../api/estimate.ts'
import { sampleQuestion } from '../../schema/sample-question.ts'
import { useSchema } from '../../api/schema.ts'
import { useLanguage, useWords } from '../../words/language.ts'
import { number } from '../../words/numbers.ts'
import { Part } from './part.tsx'
import { developerWords } from './words.ts'

/** How much may be asked. The budget is what the gateway says of a question; the others stand in the schema. */
export function LimitsPart() {
  const language = useLanguage()
  const words = useWords(developerWords)
  const { data: schema } = useSchema()
  const question = useMemo(() => schema && anyQuestion(schema), [schema])
  const estimate = useEstimate(schema, question)
  const said = (count: number) => words.atMost(number(language, count))
  return (
    <Part title={words.limits}>
      <dl className="facts">
        <dt>{words.budget}</dt>
        <dd>{estimate ? said(estimate.cost.budget) : words.budgetUnknown}</dd>
        {estimate?.rates?.map(({ policy, most, left }) => (
          <Fragment key={policy}>
            <dt>{policy === 'cost' ? words.costPerMinute : words.requestsPerMinute}</dt>
            <dd>{words.leftOf(number(language, left), number(language, most))}</dd>
          </Fragment>
        ))}
        <dt>{words.rows}</dt>
        <dd>{said(1000)}</dd>
        <dt>{words.groups}</dt>
        <dd>{said(10_000)}</dd>
        <dt>{words.documentsAtMost}</dt>
        <dd>{words.twoLimits(number(language, 100), number(language, 1000))}</dd>
      </dl>
    </Part>
  )
}

/** Some question that needs nothing to be known. */
function anyQuestion(schema: GraphQLSchema): Question | undefined {
  const root = schema.getQueryType()
  for (const name of Object.keys(root?.getFields() ?? {})) {
    const sample = sampleQuestion(schema, `${root?.name ?? ''}.${name}`)
    if (sample?.variables === '') return { query: sample.query }
  }
  return undefined
}
