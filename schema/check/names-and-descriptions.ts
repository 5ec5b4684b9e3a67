import {
  type ASTNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NameNode,
  type StringValueNode,
  type TypeDefinitionNode,
} from 'graphql'
import { argumentCoordinate } from '../diff/coordinate.ts'
import type { Problem } from '../problem.ts'
import { isVietnameseName } from './vietnamese-name.ts'
import type { SubgraphText } from './place-of.ts'

interface Named {
  readonly name: NameNode
  readonly description?: StringValueNode | undefined
}

type Convention = 'PascalCase' | 'camelCase' | 'UPPER_CASE'

const shapes: Readonly<Record<Convention, RegExp>> = {
  PascalCase: /^[A-Z][A-Za-z0-9]*$/,
  camelCase: /^[a-z][A-Za-z0-9]*$/,
  UPPER_CASE: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/,
}

/** Something in Vietnamese, then the middle dot, then something in English. */
const bothLanguages = /\S · \S/

/**
 * Names that are not in the convention or not English, and whatever lacks a description in Vietnamese and
 * English, in one ministry's own text.
 */
export function namesAndDescriptions({ document, file }: SubgraphText): readonly Problem[] {
  const problems: Problem[] = []
  const look = (node: Named & ASTNode, coordinate: string, convention: Convention): void => {
    const at = { coordinate, file, ...lineOf(node.name) }
    const { value: name } = node.name
    if (!shapes[convention].test(name))
      problems.push({ code: 'NAME_STYLE', message: `expected ${convention}, got ${name}`, ...at })
    else if (isVietnameseName(name))
      problems.push({ code: 'NAME_NOT_ENGLISH', message: `expected an English name`, ...at })
    if (!bothLanguages.test(node.description?.value ?? ''))
      problems.push({
        code: 'DESCRIPTION_MISSING',
        message:
          node.description === undefined
            ? 'expected a description "Vietnamese · English"'
            : 'expected Vietnamese · English, got one of them',
        ...at,
      })
  }
  const member = (
    node: FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode,
    type: string,
  ): void => {
    const coordinate = `${type}.${node.name.value}`
    look(node, coordinate, node.kind === Kind.ENUM_VALUE_DEFINITION ? 'UPPER_CASE' : 'camelCase')
    if (node.kind !== Kind.FIELD_DEFINITION) return
    for (const argument of node.arguments ?? [])
      look(argument, argumentCoordinate(coordinate, argument.name.value), 'camelCase')
  }
  for (const node of document.definitions) {
    if (!isDescribed(node)) continue
    const type = node.name.value
    if (type !== 'Query') look(node, type, 'PascalCase')
    for (const one of membersOf(node)) member(one, type)
  }
  return problems
}

function isDescribed(node: ASTNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition')
}

function membersOf(node: TypeDefinitionNode) {
  if (node.kind === Kind.ENUM_TYPE_DEFINITION) return node.values ?? []
  return 'fields' in node ? (node.fields ?? []) : []
}

function lineOf(node: NameNode): { line?: number } {
  const line = node.loc?.startToken.line
  return line === undefined ? {} : { line }
}
