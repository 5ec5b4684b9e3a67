import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type ErrorCode, errors } from '../../schema/errors.ts'
import type { Identity } from '../context.ts'
import { dataPath } from '../http/data-path.ts'
import type { Generation } from '../supergraph/generation.ts'
import type { NamedDocument } from '../trusted/document-store.ts'
import { describedOperation } from './described-operation.ts'
import { type JsonSchema, openNamedSchemas } from './json-schema.ts'
import { usableDocument } from './usable-document.ts'

/** For whom documents are described, and where they sign in. */
export interface Described {
  readonly generation: Pick<Generation, 'access' | 'prepare'>
  readonly identity: Identity
  readonly issuer: string
}

/**
 * OpenAPI 3.1 of the documents, by name, that a caller may use: parameters, answers and problems. The same documents and rights give
 * the same text, which its version is made of. Between two documents requests go on.
 */
export async function openapi(
  { generation, identity, issuer }: Described,
  documents: readonly NamedDocument[],
): Promise<string> {
  const named = openNamedSchemas()
  const paths: Record<string, JsonSchema> = {}
  for (const { text } of documents) {
    await nextTurn()
    const usable = await usableDocument(generation, identity, text)
    if (usable === undefined) continue
    const describable = { usable, text, caller: identity.caller }
    paths[`${dataPath}/${usable.name}`] = describedOperation(describable, named)
  }
  const described = {
    servers: [{ url: '/' }],
    security: [{ oidc: [] }, { bearer: [] }],
    paths,
    components: {
      schemas: {
        ...named.all(),
        'data.Extensions': extensions,
        'data.Problem': problem,
        'data.Warning': warning,
      },
      responses: { Problem: refused },
      securitySchemes: {
        oidc: {
          type: 'openIdConnect',
          openIdConnectUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        },
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  }
  const version = createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16)
  return JSON.stringify({ openapi: '3.1.0', info: { ...info, version }, ...described })
}

const info = {
  title: 'Liên Thông',
  description:
    'Các câu hỏi đã đăng ký của ứng dụng, gọi qua HTTP thường. · The registered questions of an application, over plain HTTP.',
}

const codes = Object.keys(errors) as readonly ErrorCode[]
const code = { type: 'string', enum: [...codes] }
const place = { type: 'array', items: { type: ['string', 'integer'] } }

// No type of GraphQL has a dot in its name.
const warning: JsonSchema = {
  type: 'object',
  properties: { code, detail: { type: 'string' }, path: place, ministry: { type: 'string' } },
  required: ['code', 'detail'],
}

const problem: JsonSchema = {
  type: 'object',
  description: 'RFC 9457; `code` says what is wrong.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code,
    requestId: { type: 'string' },
    retryAfterSeconds: { type: 'number' },
    errors: { type: 'array', items: { $ref: '#/components/schemas/data.Warning' } },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
}

const extensions: JsonSchema = {
  type: 'object',
  properties: {
    requestId: { type: 'string' },
    cost: { type: 'object' },
    provenance: { type: 'object' },
  },
  required: ['requestId'],
}

const refused: JsonSchema = {
  description: 'A problem.',
  content: {
    'application/problem+json': { schema: { $ref: '#/components/schemas/data.Problem' } },
  },
}
