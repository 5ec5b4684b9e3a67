import type { DocumentNode, FieldDefinitionNode } from 'graphql'
import { Kind } from 'graphql'
import { recordClassOf } from '../../auth/record-class.ts'
import type { Problem } from '../problem.ts'
import { directiveArguments, hasDirective } from './directive-arguments.ts'
import type { Root } from './model.ts'
import { readPermissions } from './read-permissions.ts'

/**
 * Reads the root fields that the ministry declares by hand: `@lookup` and `@exists`. Those of `Mutation` are answered in code,
 * and each takes a permission to write: a ministry without one changes nothing here.
 */
export function readRoots(
  document: DocumentNode,
  report: (problem: Problem) => void,
): ReadonlyMap<string, Root> {
  const roots = new Map<string, Root>()
  for (const field of fieldsOf(document, 'Mutation')) expectWrite(field, report)
  for (const field of fieldsOf(document, 'Query')) {
    if (hasDirective(field, 'resolved')) continue
    const root = rootOf(field, report)
    if (root === undefined)
      report({
        code: 'ROOT_WITHOUT_SOURCE',
        message: 'expected @lookup, @exists or @resolved',
        coordinate: `Query.${field.name.value}`,
        line: field.name.loc?.startToken.line ?? 0,
      })
    else roots.set(root.field, root)
  }
  return roots
}

function fieldsOf(document: DocumentNode, type: string): readonly FieldDefinitionNode[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === type
      ? (node.fields ?? [])
      : [],
  )
}

function expectWrite(field: FieldDefinitionNode, report: (problem: Problem) => void): void {
  const at = {
    coordinate: `Mutation.${field.name.value}`,
    line: field.name.loc?.startToken.line ?? 0,
  }
  const scopes = directiveArguments(field, 'requiresScopes')[0]?.['scopes']
  const ways = readPermissions(scopes, at, report)
  const isWrite = ways.length > 0 && ways.every((one) => one.endsWith(':write'))
  if (hasDirective(field, 'resolved') && isWrite) return
  report({
    code: 'ROOT_WITHOUT_SOURCE',
    message: 'expected @resolved, and @requiresScopes with a permission to write',
    ...at,
  })
}

function rootOf(node: FieldDefinitionNode, report: (problem: Problem) => void): Root | undefined {
  const base = { field: node.name.value, line: node.name.loc?.startToken.line ?? 0 }
  const [lookup] = directiveArguments(node, 'lookup')
  const [exists] = directiveArguments(node, 'exists')
  if (exists !== undefined) {
    const at = { coordinate: `Query.${base.field}`, line: base.line }
    const scopes = directiveArguments(node, 'requiresScopes')[0]?.['scopes']
    const permissions = readPermissions(scopes, at, report)
    const [said] = directiveArguments(node, 'classified')
    const recordClass = recordClassOf(said?.['level'], said?.['category'])
    return { kind: 'exists', ...base, target: String(exists['type']), permissions, recordClass }
  }
  if (lookup === undefined) return undefined
  const named = node.type.kind === Kind.NAMED_TYPE ? node.type.name.value : ''
  const validAt = lookup['validAt']
  return {
    kind: 'lookup',
    ...base,
    target: named,
    bySubject: lookup['bySubject'] === true,
    ...(typeof validAt === 'string' ? { validAt } : {}),
  }
}
