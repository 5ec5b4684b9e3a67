import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Kind, parse } from 'graphql'
import type { Logger } from 'pino'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { checkDocument } from '../limits/document.ts'
import type { Limits } from '../limits/limits.ts'
import { checkTokens } from '../limits/tokens.ts'
import { applicationOf } from '../trusted/application-of.ts'
import type { RegisteredDocument } from '../trusted/document-store.ts'
import type { TrustedDocuments } from '../trusted/trusted-documents.ts'
import { dataPath } from './data-path.ts'
import { refusal } from './refusal.ts'

export interface DocumentRoutes {
  /** Absent where the gateway has no registry's database. */
  readonly trusted: TrustedDocuments | undefined
  readonly verifyCaller: VerifyCaller | undefined
  readonly limits: Limits
  readonly log: Logger
}

/** Documents of one request, at most. */
export const maxAtOnce = 100

const body = z.strictObject({ documents: z.array(z.string().min(1)).min(1).max(maxAtOnce) })

/**
 * `POST /documents` registers an application's documents with its own token (role application), `GET /documents`
 * lists them, `DELETE /documents/:id` withdraws one. Documents are read and measured here, and validated when they
 * are asked, against what the caller of then sees.
 */
export function serveTrustedDocuments(
  app: FastifyInstance,
  { trusted, verifyCaller, limits, log }: DocumentRoutes,
): void {
  if (trusted === undefined || verifyCaller === undefined) return
  const owner = async ({ raw }: FastifyRequest): Promise<string> => {
    const caller = await verifyCaller(bearer(raw.headersDistinct['authorization']), new Date())
    const application = applicationOf(caller)
    if (application === undefined || !caller.roles.includes('application'))
      throw new CodedError('FORBIDDEN', 'Expected the token of an application (role application).')
    return application
  }

  const register = async (request: FastifyRequest, reply: FastifyReply) => {
    const application = await owner(request)
    const read = body.safeParse(request.body)
    if (!read.success)
      throw refusal(400, `Expected { "documents": [text, …] }, 1 to ${maxAtOnce} texts.`)
    for (const [index, text] of read.data.documents.entries()) checkText(text, index, limits)
    const all = await trusted.register(application, read.data.documents)
    log.info({ requestId: request.id, application, documents: all.length }, 'documents registered')
    return await reply.send({ documents: all.map(shown) })
  }
  const list = async (request: FastifyRequest, reply: FastifyReply) => {
    const all = await trusted.list(await owner(request))
    return await reply.send({ documents: all.map(shown) })
  }
  const withdraw = async (request: FastifyRequest, reply: FastifyReply) => {
    const application = await owner(request)
    const { id } = request.params as { id: string }
    if (!(await trusted.withdraw(application, id)))
      throw refusal(404, 'The application registered no such document.')
    log.info({ requestId: request.id, application, documentId: id }, 'document withdrawn')
    return await reply.code(204).send()
  }
  app.post('/documents', register)
  app.get('/documents', list)
  app.delete('/documents/:id', withdraw)
}

function shown({ documentId, registeredAt, name, isNamed }: RegisteredDocument) {
  const address = name === undefined ? null : `${dataPath}/${isNamed ? name : documentId}`
  return { documentId, registeredAt: registeredAt.toISOString(), name: name ?? null, address }
}

function checkText(text: string, index: number, limits: Limits): void {
  checkTokens(text, limits.maxTokens)
  const document = parsed(text, index)
  if (!document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION))
    throw new CodedError('BAD_USER_INPUT', `documents[${index}]: expected an operation, got none.`)
  checkDocument(document, limits)
}

function parsed(text: string, index: number) {
  try {
    return parse(text, { noLocation: true })
  } catch {
    throw new CodedError('GRAPHQL_PARSE_FAILED', `documents[${index}]: expected a document.`)
  }
}
