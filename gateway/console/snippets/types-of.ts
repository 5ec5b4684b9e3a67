import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
  type DocumentNode,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { variablesOf } from '../editor/operations-of.ts'

export interface GeneratedTypes {
  /** Enums and inputs that the others name. */
  readonly declarations: readonly string[]
  /** The type of the variables. */
  readonly variables: string
  /** The type of `data`. */
  readonly data: string
}

interface Writing {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly declared: Map<string, string>
}

interface Selected {
  readonly name: string
  readonly type: GraphQLOutputType
  readonly optional: boolean
  readonly selections: SelectionSetNode[]
}

/** TypeScript types of an operation's variables and answer, for a document that is valid for the schema. */
export function typesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): GeneratedTypes {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
  const writing: Writing = {
    schema,
    fragments: new Map(fragments.map((one) => [one.name.value, one])),
    declared: new Map(),
  }
  const root = schema.getRootType(operation.operation)
  const data = root ? objectText(root, [operation.selectionSet], writing, '') : 'unknown'
  const variables = variablesOf(schema, operation).map(({ name, type, required }) => {
    const written = type ? inputText(type, writing) : 'unknown'
    return required ? `  ${name}: ${written}` : `  ${name}?: ${written} | null`
  })
  return {
    declarations: [...writing.declared.values()],
    variables: variables.length === 0 ? 'Record<string, never>' : `{\n${variables.join('\n')}\n}`,
    data,
  }
}

function outputText(
  type: GraphQLOutputType,
  selections: readonly SelectionSetNode[],
  writing: Writing,
  indent: string,
): string {
  if (!isNonNullType(type)) {
    const bare = bareText(type, selections, writing, indent)
    return `${bare} | null`
  }
  return bareText(type.ofType, selections, writing, indent)
}

function bareText(
  type: GraphQLOutputType,
  selections: readonly SelectionSetNode[],
  writing: Writing,
  indent: string,
): string {
  const bare = getNullableType(type)
  if (isListType(bare))
    return `readonly (${outputText(bare.ofType, selections, writing, indent)})[]`
  if (isObjectType(bare)) return objectText(bare, selections, writing, indent)
  if (isAbstractType(bare)) {
    const possible = writing.schema.getPossibleTypes(bare)
    const texts = possible.map((one) => objectText(one, selections, writing, indent))
    return [...new Set(texts)].join(' | ')
  }
  return isEnumType(bare) ? enumName(bare, writing) : (scalars[String(bare)] ?? 'unknown')
}

function objectText(
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
  writing: Writing,
  indent: string,
): string {
  const inner = `${indent}  `
  const lines = [...selectedOf(type, selections, writing).values()].map(
    ({ name, type: of, optional, selections: below }) => {
      const text = name === '__typename' ? `'${type.name}'` : outputText(of, below, writing, inner)
      return `${inner}readonly ${name}${optional ? '?' : ''}: ${text}`
    },
  )
  return `{\n${lines.join('\n')}\n${indent}}`
}

/** Fields of one type by the names of the answer; what is selected twice is merged. */
function selectedOf(
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
  writing: Writing,
): ReadonlyMap<string, Selected> {
  const found = new Map<string, Selected>()
  const walk = (set: SelectionSetNode, isMaybe: boolean): void => {
    for (const one of set.selections) {
      const maybe = isMaybe || (one.directives ?? []).some(({ name }) => isCondition(name.value))
      if (one.kind === Kind.FIELD) add(found, type, one, maybe)
      else {
        const fragment =
          one.kind === Kind.FRAGMENT_SPREAD ? writing.fragments.get(one.name.value) : one
        const on = fragment?.typeCondition?.name.value
        if (fragment && applies(type, on, writing.schema)) walk(fragment.selectionSet, maybe)
      }
    }
  }
  for (const set of selections) walk(set, false)
  return found
}

function add(
  found: Map<string, Selected>,
  type: GraphQLObjectType,
  field: FieldNode,
  optional: boolean,
): void {
  const name = field.alias?.value ?? field.name.value
  const definition =
    field.name.value === '__typename' ? TypeNameMetaFieldDef : type.getFields()[field.name.value]
  if (definition === undefined) return
  const known = found.get(name)
  if (field.selectionSet && known) known.selections.push(field.selectionSet)
  found.set(name, {
    name,
    type: definition.type,
    optional: optional && known?.optional !== false,
    selections: known?.selections ?? (field.selectionSet ? [field.selectionSet] : []),
  })
}

function isCondition(directive: string): boolean {
  return directive === 'include' || directive === 'skip'
}

function applies(type: GraphQLObjectType, on: string | undefined, schema: GraphQLSchema): boolean {
  if (on === undefined || on === type.name) return true
  const condition = schema.getType(on)
  return isAbstractType(condition) && schema.isSubType(condition, type)
}

function inputText(type: GraphQLInputType, writing: Writing): string {
  const bare = getNullableType(type)
  if (isListType(bare)) {
    const item = inputText(bare.ofType, writing)
    return `readonly (${isNonNullType(bare.ofType) ? item : `${item} | null`})[]`
  }
  if (isEnumType(bare)) return enumName(bare, writing)
  if (!isInputObjectType(bare)) return scalars[String(bare)] ?? 'unknown'
  if (!writing.declared.has(bare.name)) {
    writing.declared.set(bare.name, '')
    const fields = Object.values(bare.getFields()).map(({ name, type: of, defaultValue }) => {
      const required = isNonNullType(of) && defaultValue === undefined
      return `  readonly ${name}${required ? '' : '?'}: ${inputText(of, writing)}${required ? '' : ' | null'}`
    })
    writing.declared.set(bare.name, `export interface ${bare.name} {\n${fields.join('\n')}\n}`)
  }
  return bare.name
}

function enumName(
  type: { readonly name: string; getValues: () => readonly { readonly name: string }[] },
  { declared }: Writing,
): string {
  const values = type.getValues().map(({ name }) => `'${name}'`)
  declared.set(type.name, `export type ${type.name} = ${values.join(' | ')}`)
  return type.name
}

/** How scalars come in JSON. `BigInt` is text beyond 2^53 - 1. */
const scalars: Readonly<Record<string, string>> = {
  ID: 'string',
  String: 'string',
  Boolean: 'boolean',
  Int: 'number',
  Float: 'number',
  BigInt: 'number | string',
  Date: 'string',
  DateTime: 'string',
  LocalDateTime: 'string',
  PersonalId: 'string',
}
