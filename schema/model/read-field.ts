import type { FieldDefinitionNode, ObjectTypeDefinitionNode, TypeNode } from 'graphql'
import { Kind } from 'graphql'
import { recordClassOf } from '../../auth/record-class.ts'
import { type MaskKind, maskKinds } from '../../auth/mask.ts'
import { type DataClass, dataClasses } from '../../auth/data-class.ts'
import { directiveArguments, hasDirective } from './directive-arguments.ts'
import { columnName, generatedName } from './generated-name.ts'
import type { AggregateFunction, Column, Join } from './model.ts'
import type { Known } from './read-type.ts'
import { strings } from './strings.ts'

/** Reads one field of a table or a stub: a column, or a join to other rows. */
export function readField(
  node: FieldDefinitionNode,
  parent: ObjectTypeDefinitionNode,
  known: Known,
): Column | Join | undefined {
  const { named, list, nullable } = unwrapped(node.type)
  const [said] = directiveArguments(node, 'classified')
  const base = {
    field: node.name.value,
    ...(node.description ? { description: node.description.value } : {}),
    line: node.name.loc?.startToken.line ?? 0,
    ...(said === undefined ? {} : { recordClass: recordClassOf(said['level'], said['category']) }),
    ...levelOf(node),
  }
  const filterable = hasDirective(node, 'filterable')
  const [join] = directiveArguments(node, 'join')
  const target = targetOf(named, list, known)
  if (target === undefined) {
    return {
      ...base,
      column: columnOf(node),
      type: named,
      isEnum: known.enums.has(named),
      list,
      nullable,
      filterable,
      sortable: hasDirective(node, 'sortable'),
      measures: strings(directiveArguments(node, 'aggregate')[0]?.['fns']) as AggregateFunction[],
      identifying: isIdentifying(node, named),
      ...maskOf(node, named),
    }
  }
  if (join === undefined) {
    known.report({
      code: 'JOIN_MISSING',
      message: `expected @join(columns: …) on a field of type ${named}`,
      coordinate: `${parent.name.value}.${base.field}`,
      line: base.line,
    })
    return undefined
  }
  const references = strings(join['references'])
  return {
    ...base,
    ...target,
    filterable,
    path: { via: strings(join['via']), columns: strings(join['columns']) },
    ...(references.length === 0 ? {} : { references }),
  }
}

function columnOf(node: FieldDefinitionNode): string {
  const name = directiveArguments(node, 'column')[0]?.['name']
  return typeof name === 'string' ? name : columnName(node.name.value)
}

/** Every personal number is masked, said or not. */
function maskOf(node: FieldDefinitionNode, type: string): { masked?: MaskKind } {
  const said = directiveArguments(node, 'masked')[0]?.['kind']
  const kind = maskKinds.find((one) => one === (type === 'PersonalId' ? 'NUMBER' : said))
  return kind === undefined ? {} : { masked: kind }
}

function levelOf(node: FieldDefinitionNode): { level?: DataClass } {
  const level = directiveArguments(node, 'classified')[0]?.['level']
  const known = dataClasses.find((one) => one === level)
  return known === undefined ? {} : { level: known }
}

function isIdentifying(node: FieldDefinitionNode, type: string): boolean {
  const category = directiveArguments(node, 'classified')[0]?.['category']
  return type === 'PersonalId' || (category === 'IDENTITY' && (type === 'String' || type === 'ID'))
}

function targetOf(
  named: string,
  list: boolean,
  known: Known,
): { target: string; shape: Join['shape'] } | undefined {
  if (known.modelled.has(named)) return { target: named, shape: list ? 'list' : 'one' }
  for (const target of known.modelled) {
    if (named === generatedName.connection(target)) return { target, shape: 'connection' }
    if (named === generatedName.totals(target)) return { target, shape: 'totals' }
  }
  return undefined
}

function unwrapped(type: TypeNode): { named: string; list: boolean; nullable: boolean } {
  if (type.kind === Kind.NON_NULL_TYPE) return { ...unwrapped(type.type), nullable: false }
  if (type.kind === Kind.LIST_TYPE) return { ...unwrapped(type.type), list: true, nullable: true }
  return { named: type.name.value, list: false, nullable: true }
}
