import { parse } from 'graphql'
import { readFileSync } from 'node:fs'
import { publishedSchema } from '../../schema/diff/published-schema.ts'
import { openDocumentUse } from '../../gateway/use/document-use.ts'
import { openUseCounter } from '../../gateway/use/use-counter.ts'
import type { Bench } from './bench.ts'

const requestsEach = 200_000
const applications = 50
/** Requests between two times that the counts are taken: ten seconds at 1,000 a second. */
const interval = 10_000
const root = new URL('../../', import.meta.url)

/** Documents of docs/reports, and one whose filter comes by a variable. */
const reports = [
  'land-per-household',
  'people-by-ethnicity',
  'prescriptions-by-month',
  'households-of-a-province',
].map((name) => readFileSync(new URL(`docs/reports/${name}.graphql`, root), 'utf8'))
const filtered =
  'query($w: ParcelFilter) { parcels(where: $w, first: 10) { nodes { geohash area } } }'
const where = { and: [{ area: { gte: 1000 } }, { province: { code: { eq: '01' } } }] }

export const use: Bench = Object.freeze<Bench>({
  name: 'use',
  line: 'what counting the use of fields costs a request; rounds alone count',
  usual: { people: 1, rounds: 3 },
  async run({ rounds }) {
    const schema = publishedSchema(readFileSync(new URL('schema/supergraph.graphql', root), 'utf8'))
    const documents = [...reports, filtered].map((text) => parse(text))
    const useOf = openDocumentUse(schema)
    const counter = openUseCounter()
    const micros: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const began = process.cpuUsage()
      let rows = 0
      for (let i = 0; i < requestsEach; i++) {
        const document = documents[i % documents.length]
        if (document === undefined) throw new Error('no document')
        const consumer = `application:app${i % applications}`
        counter.count(
          { consumer, use: useOf(document, undefined), variables: { w: where } },
          Date.now(),
        )
        if (i % interval === 0) rows += counter.take().length
      }
      if (rows === 0) throw new Error('nothing was counted')
      const { user, system } = process.cpuUsage(began)
      if (round > 0) micros.push((user + system) / requestsEach)
    }
    micros.sort((a, b) => a - b)
    const each = micros[Math.floor(micros.length / 2)] ?? NaN
    return [
      { name: 'use-count', value: each, unit: 'µs of processor time a request' },
      // 1 % of a request that costs the gateway one millisecond of processor time.
      { name: 'use-share-of-1-ms', value: each / 10, unit: '%', aim: '<= 1' },
    ]
  },
})
