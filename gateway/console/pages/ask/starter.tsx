import type { GraphQLSchema } from 'graphql'
import { sampleQuestion } from '../../schema/sample-question.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../words/language.ts'
import { groupsIn, usualModel } from '../build/groups-in.ts'
import { printModel } from '../build/print-model.ts'
import type { Draft } from './bench.ts'
import { openTab } from './bench-store.ts'
import { askWords } from './words.ts'

/** What an empty tab says: how to begin, and a question to begin with. */
export function Starter({ schema }: { readonly schema: GraphQLSchema }) {
  const words = useWords(askWords)
  return (
    <>
      <p>{words.nothingYetHint}</p>
      <Button
        onClick={() => {
          const draft = starterOf(schema)
          if (draft) openTab(draft)
        }}
      >
        {words.starter}
      </Button>
    </>
  )
}

/** A question about groups where the caller may ask one; else the first that needs nothing to be known. */
function starterOf(schema: GraphQLSchema): Draft | undefined {
  const all = groupsIn(schema)
  const groups = all.find(({ root }) => root === 'personGroups') ?? all[0]
  if (groups) return { query: printModel(groups, usualModel(groups)), variables: '' }
  const root = schema.getQueryType()
  return Object.keys(root?.getFields() ?? {})
    .map((name) => sampleQuestion(schema, `${root?.name ?? ''}.${name}`))
    .find((sample) => sample?.variables === '')
}
