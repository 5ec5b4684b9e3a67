import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type GraphQLSchema,
  introspectionFromSchema,
  isObjectType,
  lexicographicSortSchema,
} from 'graphql'
import { bearer } from '../../auth/bearer.ts'
import type { ClassTable, ReadClass } from '../../auth/class-table.ts'
import { grantsOf } from '../../auth/grants-of.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { printedSchema } from '../../schema/printed-schema.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { type Tagged, sendTagged, tagged } from './send-tagged.ts'

type Format = 'sdl' | 'introspection'

const types: Readonly<Record<Format, string>> = {
  sdl: 'text/plain; charset=utf-8',
  introspection: 'application/json; charset=utf-8',
}

/**
 * `GET /schema.graphql` and `GET /schema.json` (the answer of introspection, with the classes of personal data that
 * fields touch in `extensions.classes`, by coordinate): the schema as the caller may query it, by the roles of the
 * access token; of a gateway that runs open, all of it. Sorted, so that two downloads differ by
 * what changed alone; `ETag` and `If-None-Match` say whether anything did.
 */
export function serveSchemaDownload(
  app: FastifyInstance,
  lifecycle: Lifecycle,
  verifyCaller: VerifyCaller | undefined,
): void {
  const made: Readonly<Record<Format, WeakMap<GraphQLSchema, Tagged>>> = {
    sdl: new WeakMap(),
    introspection: new WeakMap(),
  }
  const send =
    (format: Format) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const { schema, classes } = await visibleTo(request, lifecycle, verifyCaller)
      const download = made[format].get(schema) ?? downloadOf(format, schema, classes)
      made[format].set(schema, download)
      return await sendTagged(request, reply, { ...download, type: types[format] })
    }
  app.get('/schema.graphql', send('sdl'))
  app.get('/schema.json', send('introspection'))
}

interface Visible {
  readonly schema: GraphQLSchema
  readonly classes: ClassTable | undefined
}

async function visibleTo(
  { raw }: FastifyRequest,
  lifecycle: Lifecycle,
  verifyCaller: VerifyCaller | undefined,
): Promise<Visible> {
  const caller =
    verifyCaller && (await verifyCaller(bearer(raw.headersDistinct['authorization']), new Date()))
  const lease = lifecycle.lease()
  try {
    const { schema, access } = lease.generation
    const visible = access && caller ? access.visible(grantsOf(caller)).schema : schema
    return { schema: visible, classes: access?.classes }
  } finally {
    lease.release()
  }
}

function downloadOf(
  format: Format,
  schema: GraphQLSchema,
  classes: ClassTable | undefined,
): Tagged {
  const sorted = lexicographicSortSchema(schema)
  const text =
    format === 'sdl'
      ? `${printedSchema(sorted)}\n`
      : JSON.stringify({
          data: introspectionFromSchema(sorted),
          ...(classes ? { extensions: { classes: touchedIn(sorted, classes) } } : {}),
        })
  return tagged(text)
}

/** By coordinate, of the fields that touch any. */
function touchedIn(
  schema: GraphQLSchema,
  { touched }: ClassTable,
): Readonly<Record<string, readonly ReadClass[]>> {
  const found: Record<string, readonly ReadClass[]> = {}
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const { name } of Object.values(type.getFields())) {
      const classes = touched(type.name, name)
      if (classes.length > 0) found[`${type.name}.${name}`] = classes
    }
  return found
}
