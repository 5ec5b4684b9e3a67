import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bearer } from '../../auth/bearer.ts'
import { opens } from '../../auth/purpose.ts'
import { purposesOf } from '../../auth/purpose-table.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import type { CoordinateOwners } from '../../schema/use/coordinate-owners.ts'
import { CodedError } from '../../schema/errors.ts'
import { judgeDocument, type JudgedDocument } from '../document/judge-document.ts'
import { maskError } from '../errors.ts'
import { identityOf } from '../identity-of.ts'
import { isRecord } from '../is-record.ts'
import { purposeAsked } from '../purpose-asked.ts'
import type { Rates } from '../rates/rates.ts'
import type { Generation } from '../supergraph/generation.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { checkMessage } from './message.ts'

/**
 * `POST /console/estimate` with the body of a GraphQL request: what it would cost against the caller's budget, which
 * classes of personal data it touches, the purposes of the caller's that open them, the coordinates that would be
 * refused, the ministries that may be asked, and what is left of the caller's rates. No ministry is asked and nothing is planned. A document that does
 * not fit the schema that the caller sees is refused as `/graphql` refuses it.
 */
export function serveEstimate(
  app: FastifyInstance,
  lifecycle: Lifecycle,
  verifyCaller: VerifyCaller | undefined,
  rates?: Rates,
): void {
  if (verifyCaller === undefined) return
  app.post('/console/estimate', async (request: FastifyRequest, reply): Promise<FastifyReply> => {
    const caller = await verifyCaller(
      bearer(request.raw.headersDistinct['authorization']),
      new Date(),
    )
    const purpose = purposeAsked(caller, request.headers['x-purpose'])
    if (purpose instanceof CodedError) throw purpose
    const identity = identityOf(caller, purpose)
    const lease = lifecycle.lease()
    try {
      const judged = await judgeDocument(lease.generation, identity, askedIn(request.body))
      void reply.header('cache-control', 'no-store')
      if ('errors' in judged) {
        const errors = judged.errors.map(maskError)
        return await reply.code(400).send({ errors, extensions: { requestId: request.id } })
      }
      const purposes = purposesOf(caller.roles).filter((one) => opens(one, judged.classes))
      const { estimated, budget, fields } = judged.cost
      return await reply.send({
        operation: judged.operation.name?.value ?? null,
        cost: { estimated, budget, fields: fields(), isWithin: estimated <= budget },
        classes: judged.classes,
        purposes: judged.classes.length === 0 ? [] : purposes.map(shown),
        refused: judged.refused,
        ministries: ministriesOf(lease.generation, judged),
        ...(rates && { rates: await rates.allowance(caller).look() }),
      })
    } finally {
      lease.release()
    }
  })
}

function shown({ id, title, emergency }: ReturnType<typeof purposesOf>[number]) {
  return { id, title, emergency }
}

function askedIn(body: unknown) {
  checkMessage({ method: 'POST', search: '', body }, false)
  const { query, operationName, variables } = body as Readonly<Record<string, unknown>>
  return {
    text: String(query),
    operationName: typeof operationName === 'string' ? operationName : undefined,
    variables: isRecord(variables) ? variables : {},
  }
}

/** Those that alone answer for something asked; of the rest one, where none of them is asked already. */
function ministriesOf(
  { useOf, ownersOf }: Pick<Generation, 'useOf'> & { readonly ownersOf: CoordinateOwners },
  { document, operation }: JudgedDocument,
): readonly string[] {
  const { coordinates } = useOf(document, operation.name?.value)
  const owners = coordinates.filter((one) => one.includes('.')).map((one) => ownersOf(one))
  const asked = new Set(owners.filter(({ length }) => length === 1).flat())
  for (const [first, ...others] of owners)
    if (first !== undefined && ![first, ...others].some((one) => asked.has(one))) asked.add(first)
  return [...asked].sort()
}
