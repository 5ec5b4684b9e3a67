import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type EnumTypeExtensionNode,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type ScalarTypeDefinitionNode,
  type ScalarTypeExtensionNode,
  type TypeNode,
} from 'graphql'
import { type Requirement, anyCaller, both, requirementOf } from './requirement.ts'
import { type RuleDirectives, argumentsOf, ruleDirectives } from './rule-directives.ts'

/** What each schema coordinate requires. Undefined = nothing was said about it = denied. */
export interface RequirementTable {
  /** A type's own directives. */
  readonly ofType: (typeName: string) => Requirement | undefined
  /** The field's own directives AND its parent type's AND its named return type's. */
  readonly requirement: (typeName: string, fieldName: string) => Requirement | undefined
  /** What using a field of an input type takes; undefined = nothing of its own. */
  readonly ofInput: (typeName: string, fieldName: string) => Requirement | undefined
}

/**
 * Reads `@authenticated`, `@requiresScopes` and `@policy` out of a schema's text (a supergraph's or a
 * ministry's) into a table. A coordinate that none of the three covers is denied. Throws when a rule
 * names an unknown permission or cannot be read: no table, no start.
 */
export function requirementsOf(sdl: DocumentNode): RequirementTable {
  const rules = ruleDirectives(sdl)
  const types = new Map<string, Requirement>()
  const fields = new Map<string, { own: Requirement | undefined; returned: string }>()
  const inputs = new Map<string, Requirement>()
  for (const definition of sdl.definitions) {
    for (const [coordinate, requirement] of inputRules(definition))
      inputs.set(coordinate, requirement)
    if (!hasRules(definition)) continue
    const typeName = definition.name.value
    const own = conjunction([types.get(typeName), said(typeName, definition, rules)])
    if (own !== undefined) types.set(typeName, own)
    for (const field of 'fields' in definition ? (definition.fields ?? []) : []) {
      const coordinate = `${typeName}.${field.name.value}`
      fields.set(coordinate, {
        own: said(coordinate, field, rules),
        returned: namedType(field.type),
      })
    }
  }
  const cells = new Map<string, Requirement>()
  for (const [coordinate, { own, returned }] of fields) {
    const parent = types.get(coordinate.slice(0, coordinate.indexOf('.')))
    const requirement = conjunction([parent, own, types.get(returned)])
    if (requirement !== undefined) cells.set(coordinate, requirement)
  }
  return Object.freeze({
    ofType: (typeName: string) => types.get(typeName),
    requirement: (typeName: string, fieldName: string) => cells.get(`${typeName}.${fieldName}`),
    ofInput: (typeName: string, fieldName: string) => inputs.get(`${typeName}.${fieldName}`),
  })
}

/** `@filterScopes` of the fields of an input type. */
function inputRules(node: DefinitionNode): readonly (readonly [string, Requirement])[] {
  if (
    node.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION &&
    node.kind !== Kind.INPUT_OBJECT_TYPE_EXTENSION
  )
    return []
  return (node.fields ?? []).flatMap(({ name, directives = [] }) => {
    const coordinate = `${node.name.value}.${name.value}`
    return directives
      .filter((directive) => directive.name.value === 'filterScopes')
      .map(
        (directive) =>
          [coordinate, requirementOf(coordinate, argumentsOf(directive)['scopes'])] as const,
      )
  })
}

function conjunction(parts: readonly (Requirement | undefined)[]): Requirement | undefined {
  const stated = parts.filter((part) => part !== undefined)
  return stated.length === 0 ? undefined : stated.reduce(both)
}

function said(
  where: string,
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  rules: RuleDirectives,
): Requirement | undefined {
  return conjunction(
    (node.directives ?? []).map((directive) => {
      const name = rules.get(directive.name.value)
      if (name === undefined) return undefined
      if (name === 'authenticated') return anyCaller
      const { scopes, policies } = argumentsOf(directive)
      return requirementOf(where, name === 'requiresScopes' ? scopes : policies)
    }),
  )
}

type RuledDefinition =
  | ObjectTypeDefinitionNode
  | ObjectTypeExtensionNode
  | InterfaceTypeDefinitionNode
  | InterfaceTypeExtensionNode
  | ScalarTypeDefinitionNode
  | ScalarTypeExtensionNode
  | EnumTypeDefinitionNode
  | EnumTypeExtensionNode

const ruledKinds: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_EXTENSION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_EXTENSION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_EXTENSION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_TYPE_EXTENSION,
])

function hasRules(definition: DefinitionNode): definition is RuledDefinition {
  return ruledKinds.has(definition.kind)
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
