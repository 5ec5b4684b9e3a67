import { Client } from 'pg'
import { type MinistryName, ministryNames } from '../../deploy/ministry-name.ts'
import type { Bench } from './bench.ts'
import { openHouse } from './house.ts'
import { spread } from './spread.ts'

const query = `{
  provinces(first: 34) {
    nodes {
      code name
      personTotals { count }
      householdTotals { count }
      parcelTotals { count area { sum } }
      prescriptionTotals { count }
      enrolmentTotals { count }
    }
  }
}`

/** The same numbers by hand: one statement for each ministry's part. */
const statements: readonly (readonly [MinistryName, string])[] = [
  ['reference', 'SELECT code, name_vi FROM province ORDER BY code LIMIT 34'],
  ['population', totals('person', 'count(*)')],
  ['population', totals('household', 'count(*)')],
  ['land', totals('parcel', 'count(*), sum(area_m2)')],
  ['health', totals('prescription', 'count(*)')],
  ['education', totals('enrolment', 'count(*)')],
]

function totals(table: string, measures: string): string {
  return `SELECT province_code, ${measures} FROM ${table} WHERE province_code = ANY($1) GROUP BY 1`
}

interface Report {
  readonly data: { readonly provinces: { readonly nodes: readonly { readonly code: string }[] } }
  readonly extensions: {
    readonly provenance: Readonly<Record<string, { statements: number; requests: number }>>
  }
}

export const provinceReport: Bench = {
  name: 'province-report',
  line: '34 provinces with totals of four ministries: SQL statements, and time against the SQL alone',
  usual: { people: 20_000, rounds: 60 },
  run: async ({ people, rounds }) => {
    await using house = await openHouse({ people, ministries: ministryNames })
    const token = await house.accessToken({ sub: 'bench', roles: ['analyst'] })
    const ask = async (): Promise<Report> => (await house.gateway.post({ query }, token)) as Report
    const first = await ask()
    const codes = first.data.provinces.nodes.map(({ code }) => code)
    if (codes.length !== 34) throw new Error(`expected 34 provinces, got ${codes.length}`)

    const clients = new Map<string, Client>()
    try {
      for (const name of ministryNames) {
        const client = new Client({
          connectionString: house.databaseUrl(name),
          options: '-c lien_thong.whole=on',
        })
        await client.connect()
        clients.set(name, client)
      }
      const whole: number[] = []
      const sums: number[] = []
      const ratios: number[] = []
      for (let round = -20; round < rounds; round++) {
        let began = performance.now()
        await ask()
        const took = performance.now() - began
        began = performance.now()
        for (const [name, text] of statements)
          await clients.get(name)?.query(text, text.includes('$1') ? [codes] : [])
        const sql = performance.now() - began
        if (round < 0) continue
        whole.push(took)
        sums.push(sql)
        ratios.push(took / sql)
      }
      const { provenance } = (await ask()).extensions
      const [total, sum, ratio] = [spread(whole), spread(sums), spread(ratios)]
      console.log(
        `report ${total.median.toFixed(1)} ms (${total.low.toFixed(1)}–${total.high.toFixed(1)}), ` +
          `its SQL one after the other ${sum.median.toFixed(1)} ms (${sum.low.toFixed(1)}–${sum.high.toFixed(1)})`,
      )
      return [
        ...Object.entries(provenance).map(([name, { statements: sent }]) => ({
          name: `province-report-statements-${name}`,
          value: sent,
          unit: 'statements',
          aim: name === 'population' ? '2, one a totals field' : '1',
        })),
        { name: 'province-report-time', value: total.median, unit: 'ms' },
        { name: 'province-report-time-to-sql', value: ratio.median, unit: '×' },
      ]
    } finally {
      for (const client of clients.values()) await client.end()
    }
  },
}
