import { readFileSync } from 'node:fs'
import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  buildASTSchema,
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  parse,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classesOf, type ClassTable } from '../../auth/class-table.ts'
import { personaClaims } from '../../auth/persona.ts'
import { opens as opensClasses, type Purpose } from '../../auth/purpose.ts'
import { purposeTable } from '../../auth/purpose-table.ts'
import { type Role, roles } from '../../auth/role.ts'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import { subgraphs } from '../../deploy/ministries.ts'
import { personaCodes } from '../../deploy/persona-codes.ts'
import { expand } from '../../schema/expand/expand.ts'
import { openModel } from '../../subgraphs/kit/open-source.ts'
import { defaultPurpose } from '../support/default-purpose.ts'
import { openSystem, type System, systemLimits } from '../support/system.ts'
import { isReached, pathsOf } from './access-paths.ts'
import { accessTable } from './access-table.ts'
import { openAttempts } from './attempts.ts'
import { callerToken, ministryToken } from './caller-token.ts'
import { samples } from './samples.ts'
import {
  coordinate,
  type Path,
  selectionOf,
  shortestPaths,
  type Samples,
  type Step,
  stepsOf,
} from './schema-walk.ts'

const table = accessTable()
const attempts = openAttempts()
/** Paths of one document; below the gateway's limits of its length. */
const chunkSize = 120
/** Paths of one document that validation refuses; below the errors that it reports. */
const refusedSize = 9

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly (string | number)[]
    readonly extensions: { readonly code: string; readonly coordinates?: readonly string[] }
  }[]
}

describe('the reviewed table of docs/access.md', () => {
  let system: System
  let sampled: Samples
  let steps: readonly Step[]
  let classes: ClassTable
  let ways: readonly Path[]

  beforeAll(async () => {
    sampled = await samples()
    const supergraph = parse(readFileSync(committedSupergraph, 'utf8'))
    classes = classesOf(supergraph)
    steps = stepsOf(buildASTSchema(supergraph, { assumeValid: true }), sampled)
    ways = steps.filter(({ type }) => type === 'Query').map((step) => [step])
    // A document asks for all that is open at once, every root among it.
    system = await openSystem({ limits: { ...systemLimits, maxRootFields: chunkSize } })
  })
  afterAll(async () => {
    attempts.report()
    await system[Symbol.asyncDispose]()
  })

  it('names every type of the supergraph once, and only fields that it has', () => {
    expect([...table.types].sort()).toEqual([...new Set(steps.map(({ type }) => type))].sort())
    const known = new Set(steps.map(coordinate))
    for (const field of table.fields) expect(known, field).toContain(field)
  })

  it.each(roles)(
    '%s gets every open field, and no ministry is asked for a closed one',
    async (persona) => {
      const opens = (step: Step) => table.isOpen(persona, step)
      const { open, closed } = pathsOf(steps, ways, opens)
      expect(open.length + closed.length).toBeGreaterThanOrEqual(steps.length)
      const purpose = usualPurpose(persona)
      const isOpened = (path: Path) =>
        path.every(({ type, field }) => opensClasses(purpose, classes.touched(type, field)))
      const isAnothers = (path: Path) => path.some((step) => isElsewhere(persona, step))
      for (const path of open.filter(isAnothers)) {
        const { body, statements } = await system.ask(persona, selectionOf([path]))
        await attempts.attack(`${persona}: ${path.map(coordinate).join(' ')}`, () => {
          const codes = body.errors?.map(({ extensions }) => extensions['code'])
          return codes?.join() !== 'FORBIDDEN'
        })
        expect(Object.values(statements).flat()).toEqual([])
      }
      for (const paths of chunks(open.filter((path) => isOpened(path) && !isAnothers(path)))) {
        const { body } = await system.ask(persona, selectionOf(paths))
        expect(body.errors, selectionOf(paths)).toBeUndefined()
      }
      for (const path of open.filter((one) => !isOpened(one))) {
        const { body, statements } = await system.ask(persona, selectionOf([path]))
        await attempts.attack(
          `${persona}: ${path.map(coordinate).join(' ')}`,
          () => !isRefused(body),
        )
        expect(Object.values(statements).flat()).toEqual([])
      }
      const visible = new Set(open.flatMap((path) => path.map(({ field }) => field)))
      for (const paths of chunks(closed, refusedSize)) {
        const { status, body, statements } = await system.ask(persona, selectionOf(paths))
        const refused = new Set(paths.map((path) => firstClosed(path, opens)))
        for (const name of refused)
          await attempts.attack(`${persona}: ${name}`, () => !named(body).includes(name))
        expect(status).toBe(400)
        expect(new Set(named(body))).toEqual(refused)
        for (const name of suggested(body)) expect(visible, name).toContain(name)
        expect(body.data ?? null).toBeNull()
        expect(body.extensions?.['provenance']).toBeUndefined()
        expect(Object.values(statements).flat()).toEqual([])
      }
    },
  )

  it.each(roles)('%s sees exactly the open fields by introspection', async (persona) => {
    const opens = (step: Step) => table.isOpen(persona, step)
    const changes = steps.filter(({ type }) => type === 'Mutation').map((step): Path => [step])
    const reached = shortestPaths(steps, [...ways, ...changes], opens)
    const visible = steps.filter((step) => opens(step) && isReached(step, reached))
    const { body } = await system.ask(persona, getIntrospectionQuery())
    const shown = buildClientSchema(body.data as unknown as IntrospectionQuery)
    expect(stepsOf(shown, sampled).map(coordinate).sort()).toEqual(visible.map(coordinate).sort())
  })

  it('gives a token without a role nothing, and no token less', async () => {
    const token = await callerToken(system, { roles: [] })
    for (const roots of chunks(ways, 40)) {
      const { body } = await system.ask(token, selectionOf(roots))
      expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
        { code: 'FORBIDDEN', coordinates: ['Query'] },
      ])
    }
    const introspected = await system.ask(token, '{ __schema { types { name } } }')
    expect(introspected.body.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
    for (const text of [
      selectionOf(ways.slice(0, 9)),
      '{ __typename }',
      '{ __schema { types { name } } }',
    ]) {
      const response = await fetch(`${system.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text }),
      })
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      })
    }
  })

  describe.each(subgraphs)('$name, reached around the gateway', ({ name, schemaFile }) => {
    it.each(roles)('opens to %s what the table opens', async (persona) => {
      const typeDefs = parse(expand(openModel(name, schemaFile)))
      const purpose = usualPurpose(persona)
      const all = stepsOf(buildSubgraphSchema(typeDefs), {
        ...sampled,
        'Query._entities': '(representations: [])',
      })
      const own = {
        classes: classesOf(typeDefs),
        steps: all.filter(({ type, field }) => type !== '_Service' && !field.startsWith('_')),
      }
      const entities = entityWays(typeDefs.definitions.map(entityName), sampled)
      const roots = own.steps.filter(({ type }) => type === 'Query').map((step): Path => [step])
      const opens = (step: Step) =>
        step.field === '_entities'
          ? table.isOpen(persona, { type: step.answers, field: '', answers: '' })
          : table.isOpen(persona, step)
      const askMinistry = ministryAsker(system, name, persona)
      const entered = entities.filter((path) => path.every(opens))
      for (const path of entities.filter((one) => !one.every(opens))) {
        const { errors = [] } = await askMinistry([path])
        await attempts.attack(
          `${persona} at ${name}: ${path[0]?.on ?? ''}`,
          () => errors.length === 0,
        )
        expect(errors[0]?.extensions).toMatchObject({ coordinates: ['Query._entities'] })
      }
      const { open, closed } = pathsOf(own.steps, [...roots, ...entered], opens)
      const paths = [...open, ...closed]
      const { errors = [], data } = await askMinistry(paths)
      const said = new Map(errors.map((error) => [error.path?.[0], error.extensions]))
      for (const [index, path] of paths.entries()) {
        const extensions = said.get(`p${index}`)
        const refused = firstClosed(path, opens)
        const isOpened = path.every(({ type, field }) =>
          opensClasses(purpose, own.classes.touched(type, field)),
        )
        if (path.some((step) => isElsewhere(persona, step)))
          await attempts.attack(
            `${persona} at ${name}: ${path.map(coordinate).join(' ')}`,
            () => extensions?.code !== 'FORBIDDEN' || isThere(data?.[`p${index}`], path.slice(1)),
          )
        else if (refused === '' && isOpened)
          expect(extensions, path.map(coordinate).join(' ')).toBeUndefined()
        else if (refused === '')
          await attempts.attack(
            `${persona} at ${name}: ${path.map(coordinate).join(' ')}`,
            () => extensions?.code !== 'PURPOSE_REQUIRED',
          )
        else
          await attempts.attack(`${persona} at ${name}: ${refused}`, () =>
            extensions === undefined
              ? isThere(data?.[`p${index}`], path.slice(1))
              : extensions.code !== 'FORBIDDEN' || extensions.coordinates?.[0] !== refused,
          )
      }
    })
  })

  it('let no attack succeed', () => expect(attempts.succeeded).toEqual([]))
})

function usualPurpose(persona: Role): Purpose | undefined {
  return purposeTable.get(defaultPurpose([persona]) ?? '')
}

/** Whether a field is a persona's at its own ministry alone, and this is another's. */
function isElsewhere(persona: Role, step: Step): boolean {
  const { agency = '' } = personaClaims(persona, personaCodes)
  return table.isOfAgency(persona, step) && !step.field.startsWith(agency)
}

function firstClosed(path: Path, opens: (step: Step) => boolean): string {
  const step = path.find((one) => !opens(one))
  return step === undefined ? '' : coordinate(step)
}

/** The coordinates that an answer calls unknown. */
function named(body: Answer | object): readonly string[] {
  const { errors = [] } = body as Answer
  return errors.flatMap(({ message, extensions }) => {
    expect(extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    const [, field, type] = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(message) ?? []
    return field === undefined || type === undefined ? [] : [`${type}.${field}`]
  })
}

/** The names that an answer offers instead. */
function suggested(body: Answer | object): readonly string[] {
  const { errors = [] } = body as Answer
  return errors.flatMap(({ message }) =>
    Array.from(
      (message.split('Did you mean')[1] ?? '').matchAll(/"(\w+)"/g),
      ([, name = '']) => name,
    ),
  )
}

function isRefused(body: Answer | object): boolean {
  const { errors = [] } = body as Answer
  return errors.length === 1 && errors[0]?.extensions.code === 'PURPOSE_REQUIRED'
}

/** Whether an answer holds anything where a path ends. */
function isThere(value: unknown, path: Path): boolean {
  if (value === null || value === undefined) return false
  if (Array.isArray(value)) return value.some((item) => isThere(item, path))
  const [step, ...rest] = path
  if (step === undefined) return true
  return isThere((value as Record<string, unknown>)[step.field], rest)
}

function chunks(paths: readonly Path[], size = chunkSize): readonly (readonly Path[])[] {
  const count = Math.ceil(paths.length / size)
  return Array.from({ length: count }, (_, i) => paths.slice(i * size, (i + 1) * size))
}

function entityName(node: { kind: string }): string {
  const { name, directives } = node as {
    name?: { value: string }
    directives?: readonly { name: { value: string } }[]
  }
  const isEntity = directives?.some((directive) => directive.name.value === 'key') ?? false
  return isEntity ? (name?.value ?? '') : ''
}

/** `_entities` with the sample row of each entity. */
function entityWays(names: readonly string[], known: Samples): readonly Path[] {
  return names.flatMap((name) => {
    const sample = known[`Query.${name.slice(0, 1).toLowerCase()}${name.slice(1)}`]
    if (name === '' || sample === undefined) return []
    const text = `_entities(representations: [{ __typename: "${name}", ${sample.slice(1, -1)} }])`
    return [[{ type: 'Query', field: '_entities', answers: name, text, on: name }]]
  })
}

function ministryAsker(system: System, ministry: string, persona: Role) {
  return async (paths: readonly Path[]): Promise<Answer> => {
    const aliased = paths.map((path, index) =>
      path.map((step, place) =>
        place === 0 ? { ...step, text: `p${index}: ${step.text}` } : step,
      ),
    )
    const claims = { ...personaClaims(persona, personaCodes) }
    const response = await fetch(system.ministryUrls[ministry] ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await ministryToken(system, ministry, claims)}`,
      },
      body: JSON.stringify({ query: selectionOf(aliased) }),
    })
    return (await response.json()) as Answer
  }
}
