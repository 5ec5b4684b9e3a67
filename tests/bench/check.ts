import { fieldsOf } from '../../auth/fields-of.ts'
import { publishedSchema } from '../../schema/diff/published-schema.ts'
import { checkSchema } from '../../schema/check/check-schema.ts'
import { wholeVariant } from '../../schema/registry/contract.ts'
import { type Composer, openComposer } from '../../schema/registry/open-composer.ts'
import type { PublishedSubgraph } from '../../schema/registry/published-subgraph.ts'
import type { UseReport } from '../../schema/use/field-use.ts'
import type { Bench } from './bench.ts'
import { ministry } from './check-ministries.ts'
import { spread } from './spread.ts'

const subgraphs = 50
const applications = 20
const days = 30
/** The one that loses a field. */
const changing = 'ministry7'

export const check: Bench = Object.freeze<Bench>({
  name: 'check',
  line: `schema check of ${subgraphs} subgraphs against what is published and used: in this process, and as the registry judges; rounds alone count`,
  usual: { people: 1, rounds: 3 },
  async run({ rounds }) {
    const before = Array.from({ length: subgraphs }, (_, i) => ministry(i))
    const after = before.map((file) =>
      file.name === changing
        ? { ...file, text: file.text.replace(/"Trường 5[^"]*"\s+field5: [^\n]*\n/, '') }
        : file,
    )
    const [old, now] = [before, after].map((files) =>
      files.map(({ name, text, url }) => ({ name, sdl: text, url })),
    )
    if (old === undefined || now === undefined) throw new Error('expected two')
    const supergraph = await publishedBy(old)
    const use = useOf(supergraph)
    const [here, judged, judgedCold]: [number[], number[], number[]] = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now()
      const { problems } = await checkSchema({ subgraphs: after, published: supergraph, use })
      if (!problems.some(({ code }) => code === 'CHANGE_BREAKING'))
        throw new Error('expected the removed field to be a problem')
      here.push((performance.now() - begun) / 1000)
      const composer = openComposer()
      judgedCold.push(await judge(composer, { supergraph, subgraphs: now, use }))
      judged.push(await judge(composer, { supergraph, subgraphs: now, use }))
      await composer.close()
    }
    return [
      { name: 'check-50-subgraphs', value: spread(here).median, unit: 's', aim: '≤ 5' },
      { name: 'check-registry-50-subgraphs', value: spread(judged).median, unit: 's', aim: '≤ 5' },
      {
        name: 'check-registry-first',
        value: spread(judgedCold).median,
        unit: 's, with the start of its thread',
      },
      { name: 'check-fields', value: use.uses.length / applications, unit: 'fields' },
      { name: 'check-supergraph', value: supergraph.length / 1e6, unit: 'MB' },
    ]
  },
})

async function publishedBy(all: readonly PublishedSubgraph[]): Promise<string> {
  const composer = openComposer()
  const composed = await composer.compose(all)
  await composer.close()
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems[0]))
  return composed.variants.find(({ variant }) => variant === wholeVariant)?.text ?? ''
}

/** Every field, by every application. */
function useOf(supergraph: string): UseReport {
  const coordinates = fieldsOf(publishedSchema(supergraph)).map(
    ({ typeName, fieldName }) => `${typeName}.${fieldName}`,
  )
  const uses = coordinates.flatMap((coordinate) =>
    Array.from({ length: applications }, (_, i) => ({
      coordinate,
      consumer: `application:app${i}`,
      requests: 1000,
      lastDay: '2026-11-20',
    })),
  )
  return { days, uses }
}

/** What the registry does for a check (gateway/registry/judge-change.ts); seconds. */
async function judge(
  composer: Composer,
  {
    supergraph,
    subgraphs: all,
    use,
  }: {
    readonly supergraph: string
    readonly subgraphs: readonly PublishedSubgraph[]
    readonly use: UseReport
  },
): Promise<number> {
  const begun = performance.now()
  const composed = await composer.compose(all)
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems[0]))
  const whole = composed.variants.find(({ variant }) => variant === wholeVariant)?.text ?? ''
  const taken = await composer.taken({ before: supergraph, after: whole, changed: [changing] })
  if (taken.length > 0) throw new Error('expected nothing to be taken from others')
  const changes = await composer.changes({ before: supergraph, after: whole })
  const { problems } = await composer.judge({
    kind: 'publish',
    subgraph: changing,
    subgraphs: all,
    changes,
    use,
  })
  if (!problems.some(({ code }) => code === 'CHANGE_BREAKING'))
    throw new Error('expected the removed field to be a problem')
  return (performance.now() - begun) / 1000
}
