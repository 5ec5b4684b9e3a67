import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ministryUse } from '../../schema/use/ministry-use.ts'
import { mayPublish } from '../registry/registry-rights.ts'
import type { RegistryService } from '../registry/registry-service.ts'
import { shaped } from './registry-body.ts'
import type { RegistryDoor } from './registry-door.ts'

/** Days of use that may be asked for, at most. */
export const maxUseDays = 400

const whoReadsUse = 'Expected the subgraph’s own publisher: who uses it is told to nobody else.'

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
