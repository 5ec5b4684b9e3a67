import {
  type ConstDirectiveNode,
  type DirectiveDefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  valueFromASTUntyped,
  visit,
} from 'graphql'
import { z } from 'zod'

const ruleNames = ['authenticated', 'requiresScopes', 'policy'] as const
type RuleName = (typeof ruleNames)[number]

/** Under which directive names a document writes its rules. */
export type RuleDirectives = ReadonlyMap<string, RuleName>

const linkShape = z.object({
  url: z.string(),
  as: z.string().optional(),
  for: z.string().optional(),
  import: z
    .array(z.union([z.string(), z.object({ name: z.string(), as: z.string().optional() })]))
    .optional(),
})
type Link = z.infer<typeof linkShape>

/** Hides elements from the API schema, so that whoever loads a supergraph obeys it. */
const hiding = /^https:\/\/specs\.apollo\.dev\/inaccessible\/v0\.[12]$/

const specification = /^https:\/\/specs\.apollo\.dev\/(?:[^/]+\/)*(\w+)\/v\d+\.\d+$/

/**
 * Finds the directives that carry access rules, as `@link` names them: renamed, imported, or written
 * with the federation prefix. Throws when the document writes a directive that looks like a rule and
 * that no link explains, or links by other means than `@link`: rather no start than a rule unread.
 */
export function ruleDirectives(sdl: DocumentNode): RuleDirectives {
  const found = new Map<string, RuleName>(ruleNames.map((name) => [name, name]))
  for (const link of links(sdl)) for (const [as, name] of namesOf(link)) found.set(as, name)
  expectExplained(sdl, found)
  return found
}

function links(sdl: DocumentNode): readonly Link[] {
  const nodes = sdl.definitions.filter(
    (node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION,
  )
  return nodes
    .flatMap((node) => node.directives ?? [])
    .filter((directive) => 'url' in argumentsOf(directive))
    .map((directive) => {
      if (directive.name.value !== 'link')
        throw new Error(`schema: expected @link, got @${directive.name.value} with a url`)
      const read = linkShape.safeParse(argumentsOf(directive))
      if (!read.success) throw new Error('schema: cannot read an @link')
      return read.data
    })
}

function namesOf(link: Link): readonly (readonly [string, RuleName])[] {
  const spec = specification.exec(link.url)?.[1]
  const isKnown = ruleNames.some((name) => name === spec) || hiding.test(link.url)
  if (link.for === 'SECURITY' && !isKnown)
    throw new Error(`schema: unknown access rules are linked: ${link.url}`)
  if (spec === undefined) return []
  const prefix = link.as ?? spec
  return ruleNames.flatMap((name) => [
    [name === spec ? prefix : `${prefix}__${name}`, name] as const,
    ...importsOf(link)
      .filter((imported) => imported.name === `@${name}`)
      .map(({ name: original, as }) => [(as ?? original).slice(1), name] as const),
  ])
}

function importsOf(link: Link): readonly { name: string; as?: string | undefined }[] {
  return (link.import ?? []).map((item) => (typeof item === 'string' ? { name: item } : item))
}

function expectExplained(sdl: DocumentNode, found: RuleDirectives): void {
  const check = (node: DirectiveNode | DirectiveDefinitionNode) => {
    const name = node.name.value
    if (!found.has(name) && /authenticated|requires_?scopes|policy/i.test(name))
      throw new Error(`schema: @${name} looks like an access rule, and no @link says which`)
  }
  visit(sdl, { Directive: check, DirectiveDefinition: check })
}

/** A directive's arguments as plain values. */
export function argumentsOf(directive: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  const pairs = directive.arguments ?? []
  return Object.fromEntries(
    pairs.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  )
}
