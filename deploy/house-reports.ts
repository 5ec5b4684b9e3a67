import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { roles } from '../auth/role.ts'
import { chartShape, reportShape } from '../gateway/reports/report-shape.ts'
import type { SeedReport } from '../gateway/reports/seed-reports.ts'

const folder = new URL('../docs/reports/', import.meta.url)
const extension = '.graphql'

const text = z.strictObject({ vi: z.string(), en: z.string() })
const besides = z.record(
  z.string(),
  z.strictObject({
    title: text,
    chart: chartShape.optional(),
    labels: z.record(z.string(), text).default({}),
  }),
)

/** What a document says of itself: what it answers in both languages, for whom, and the purpose that it takes. */
const header =
  /^# (?<vi>.+)\n# (?<en>.+)\n# Persona: (?<persona>\S+)\n(?:# Purpose: (?<purpose>\S+)\n)?/

/**
 * The reports that this house brings along: the documents of docs/reports, with the titles, charts and labels of
 * reports.json beside them, each shared with the role that it is written for. Throws where one of the two is missing
 * or a header is not as the others.
 */
export async function houseReports(): Promise<readonly SeedReport[]> {
  const said = besides.parse(JSON.parse(await readFile(new URL('reports.json', folder), 'utf8')))
  const files = (await readdir(folder)).filter((name) => name.endsWith(extension)).sort()
  const ids = files.map((name) => name.slice(0, -extension.length))
  const lonely = Object.keys(said).find((id) => !ids.includes(id))
  if (lonely !== undefined)
    throw new Error(`docs/reports: expected ${lonely}${extension}, got none`)
  return await Promise.all(
    ids.map(async (id) => {
      const document = await readFile(new URL(`${id}${extension}`, folder), 'utf8')
      const named = header.exec(document)?.groups
      const own = said[id]
      if (named === undefined || own === undefined)
        throw new Error(`docs/reports/${id}: expected a header and a title in reports.json`)
      const persona = roles.find((role) => role === named['persona'])
      if (persona === undefined)
        throw new Error(`docs/reports/${id}: expected a role, got ${named['persona']}`)
      const report = reportShape.parse({
        title: own.title,
        description: { vi: named['vi'], en: named['en'] },
        document: document.slice(header.exec(document)?.[0].length),
        chart: own.chart ?? { kind: 'table' },
        purpose: named['purpose'] ?? null,
        shared: [persona],
        labels: own.labels,
      })
      return { id, ...report }
    }),
  )
}
