import { z } from 'zod'
import { refusal } from './refusal.ts'

/** Characters of a subgraph's SDL, at most. */
export const maxSdl = 1_048_576

/** What PostgreSQL keeps as it is: no zero byte, no half of a surrogate pair. */
const isKept = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text)
const kept = 'expected Unicode text without U+0000'

const message = z.string().min(1).max(500).refine(isKept, kept)

/** What a publisher hands in. */
export const publishBody = z.strictObject({
  sdl: z.string().min(1).max(maxSdl).refine(isKept, kept),
  url: z
    .string()
    .max(2000)
    .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
    .optional(),
  message: message.optional(),
})

/** What a publisher wants to be judged, by the use of the last `days` days. */
export const checkBody = publishBody.extend({
  days: z.number().int().min(1).max(400).optional(),
})

export const retireBody = z.strictObject({ message: message.optional() })

export const rollbackBody = z.strictObject({
  version: z.number().int().min(1).max(2_147_483_647),
  message: message.optional(),
})

/** A page of a list, newest first: `limit` of those before `before`. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  before: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
})

const version = z.coerce.number().int().min(1).max(2_147_483_647)
export const versionPath = z.object({ version })
export const pairQuery = z.object({ from: version, to: version })

/** The value in its shape. Fails with BAD_USER_INPUT, which names the first place that is wrong. */
export function shaped<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  what: string,
): z.output<Shape> {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const place = issue?.path.join('.') ?? ''
  throw refusal(
    400,
    `${what}${place === '' ? '' : `: ${place}`}: ${issue?.message ?? 'wrong shape'}.`,
  )
}
