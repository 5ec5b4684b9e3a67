import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ministryUse } from '../../schema/use/ministry-use.ts'
import { mayPublish } from '../registry/registry-rights.ts'
import type { RegistryService } from '../registry/registry-service.ts'
import { keptDays, maxBatch } from '../use/use-recorder.ts'
import { refusal } from './refusal.ts'
import { shaped } from './registry-body.ts'
import type { RegistryDoor } from './registry-door.ts'

/** Days of use that may be asked for, at most. */
export const maxUseDays = 400

const whoReadsUse = 'Expected the subgraph’s own publisher: who uses it is told to nobody else.'

/** Bytes of a batch of counts: 5,000 of them, with long names. */
const batchBytes = 8_388_608
const dayMs = 86_400_000
/** Clocks differ, and days begin elsewhere. */
const aheadMs = 2 * dayMs

const batchBody = z.strictObject({
  id: z.uuid(),
  counts: z
    .array(
      z.strictObject({
        day: z.iso.date(),
        consumer: z.string().regex(/^(application|role):[^\0\p{Surrogate}]{1,400}$/u),
        coordinate: z.string().regex(/^@?\w[\w.]{0,400}(?:\(\w{1,400}:\))?$/),
        requests: z.number().int().min(1).max(1_000_000_000),
        lastAt: z.number().int().min(0),
      }),
    )
    .min(1)
    .max(maxBatch),
})

/** `POST /registry/use`: a gateway elsewhere hands in what it counted; a batch that was added already changes nothing. */
export function serveUseCounts(
  app: FastifyInstance,
  { uses }: Pick<RegistryService, 'uses'>,
  door: RegistryDoor,
): void {
  app.post('/registry/use', { bodyLimit: batchBytes }, async (request, reply) => {
    door.expectCounter(request)
    const batch = shaped(batchBody, request.body, 'Body')
    const [from, to] = [Date.now() - keptDays * dayMs, Date.now() + aheadMs]
    const isNear = (at: number) => at >= from && at <= to
    if (!batch.counts.every(({ day, lastAt }) => isNear(Date.parse(day)) && isNear(lastAt)))
      throw refusal(400, `Body: expected days of the last ${keptDays}.`)
    await uses.add(batch)
    return await reply.code(204).send()
  })
}

/**
 * `GET /registry/subgraphs/NAME/use?days=N`: who used what of a ministry's own, by coordinate and application or role,
 * and who still uses what is deprecated. For its own publisher alone.
 */
export function serveRegistryUse(
  app: FastifyInstance,
  { store, uses }: Pick<RegistryService, 'store' | 'uses'>,
  { door, usualDays }: { readonly door: RegistryDoor; readonly usualDays: number },
): void {
  const query = z.object({
    days: z.coerce.number().int().min(1).max(maxUseDays).default(usualDays),
  })
  app.get('/registry/subgraphs/:name/use', async (request, reply) => {
    await door.allowed(request, mayPublish, whoReadsUse)
    const { name } = request.params as { name: string }
    const { days } = shaped(query, request.query, 'Query')
    const { supergraph } = await store.live()
    const report = { days, uses: await uses.uses(days, new Date()) }
    const own =
      supergraph === undefined
        ? { days, uses: [], deprecated: [] }
        : ministryUse(name, supergraph, report)
    return await reply.header('cache-control', 'no-store').send(own)
  })
}
