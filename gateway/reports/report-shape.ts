import { z } from 'zod'
import { namesNobody } from '../../auth/names-nobody.ts'
import { purposeId } from '../../auth/purpose-id.ts'
import { roles } from '../../auth/role.ts'
import { chartKinds } from './report.ts'

/** Characters of a document, at most. */
export const maxDocument = 20_000
export const maxTitle = 200
export const maxDescription = 2000

/** Control characters, halves of surrogate pairs, and what turns the direction of text around. */
const unfit = /[\p{Cc}\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u
const unfitInLines = /[^\P{Cc}\n\t]|[\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}]/u

const isPlain = (text: string) => !unfit.test(text)
/** Whether a text is one or more lines without characters that nobody sees. */
export const isLines = (text: string) => !unfitInLines.test(text)
const plain = 'expected text without control characters'
/** Reports are read by many: who they are asked about is said when they are run. */
const nobody = 'expected no personal number; make it a parameter without a default'

const line = (most: number) =>
  z.string().trim().min(1).max(most).refine(isPlain, plain).refine(namesNobody, nobody)
export const lines = (most: number) =>
  z.string().max(most).refine(isLines, plain).refine(namesNobody, nobody)

const bilingual = z.strictObject({ vi: line(200), en: line(200) })
export const title = z.strictObject({ vi: line(maxTitle), en: line(maxTitle) })
export const description = z.strictObject({ vi: lines(maxDescription), en: lines(maxDescription) })

/** A dotted path in `data`: `provinces.nodes[].parcelTotals.area.sum`. */
const path = z
  .string()
  .max(300)
  .regex(/^[_A-Za-z]\w*(\[\])?(\.[_A-Za-z]\w*(\[\])?)*$/)
const option = z.union([line(200), bilingual, z.number(), z.boolean(), z.null()])

export const chartShape = z.strictObject({
  kind: z.enum(chartKinds),
  x: path.optional(),
  y: z.array(path).min(1).max(20).readonly().optional(),
  series: path.optional(),
  options: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,40}$/), option)
    .refine((options) => Object.keys(options).length <= 20, 'expected at most 20 options')
    .optional(),
})

/** An id of a report: it stands in addresses. */
export const reportId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/)

const name = z.string().regex(/^[_A-Za-z]\w{0,62}$/)

/** What is saved of a report. */
export const reportShape = z.strictObject({
  title,
  description,
  document: lines(maxDocument).min(1),
  chart: chartShape.nullable(),
  purpose: z.string().regex(purposeId).nullable(),
  shared: z.array(z.enum(roles)).max(roles.length).readonly(),
  labels: z.record(name, title).default({}),
})

/** Saved on top of the version `base`; 0 where there is none yet. */
export const saveShape = reportShape.extend({
  base: z.number().int().min(0).max(2_147_483_646),
  message: line(500).optional(),
})

export type NewReport = z.output<typeof reportShape>
