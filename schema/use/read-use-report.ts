import { z } from 'zod'
import type { UseReport } from './field-use.ts'

const shape = z.object({
  days: z.int().min(1).max(3660),
  uses: z.array(
    z.object({
      coordinate: z.string().max(512),
      consumer: z.string().regex(/^(application|role):/),
      requests: z.int().min(0),
      lastDay: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    }),
  ),
})

/** Reads a report of uses from JSON; undefined when it is none. */
export function readUseReport(json: string): UseReport | undefined {
  try {
    const read = shape.safeParse(JSON.parse(json))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}
