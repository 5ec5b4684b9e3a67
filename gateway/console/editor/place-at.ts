import {
  type GraphQLArgument,
  type GraphQLDirective,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql'
import { type Token, scanDocument } from './scan-document.ts'

export type Valued = GraphQLArgument | GraphQLInputField

/** What may be written at a place of a document. */
export type Place =
  | { readonly in: 'document' }
  | { readonly in: 'selection'; readonly type: GraphQLNamedType | undefined }
  | { readonly in: 'typeCondition'; readonly type: GraphQLNamedType | undefined }
  | { readonly in: 'names'; readonly of: readonly Valued[]; readonly owner: string }
  | { readonly in: 'value'; readonly type: GraphQLInputType | undefined }
  | { readonly in: 'variableType' }
  | { readonly in: 'nothing' }

interface Frame {
  readonly is: 'document' | 'selection' | 'values' | 'list' | 'variables'
  /** Of a selection: its type. Of a list: that of its items. */
  readonly type?: GraphQLNamedType | GraphQLInputType | undefined
  /** Of values: the arguments or input fields that have them. */
  readonly of?: readonly Valued[]
  readonly owner?: string
  field?: GraphQLField<unknown, unknown> | undefined
  /** The type of the next selection. */
  next?: GraphQLNamedType | undefined
  directive?: GraphQLDirective | undefined
  value?: GraphQLInputType | undefined
  awaits?: 'value' | 'type' | 'on' | 'condition' | 'name' | undefined
}

/** Where a place is that begins after the text; the text may be unfinished and wrong. Never fails. */
export function placeAfter(schema: GraphQLSchema, text: string): Place {
  const stack: Frame[] = [{ is: 'document' }]
  for (const token of scanDocument(text)) step(schema, stack, token)
  return placeOf(stack.at(-1))
}

function placeOf(frame: Frame | undefined): Place {
  if (frame === undefined) return { in: 'nothing' }
  const { is, awaits, type } = frame
  if (awaits === 'condition') return { in: 'typeCondition', type: type as GraphQLNamedType }
  if (is === 'document') return awaits ? { in: 'nothing' } : { in: 'document' }
  if (is === 'selection') return { in: 'selection', type: type as GraphQLNamedType | undefined }
  if (is === 'list') return { in: 'value', type: type as GraphQLInputType | undefined }
  if (awaits === 'value') return { in: 'value', type: frame.value }
  if (is === 'values') return { in: 'names', of: frame.of ?? [], owner: frame.owner ?? '' }
  return awaits === 'type' ? { in: 'variableType' } : { in: 'nothing' }
}

function step(schema: GraphQLSchema, stack: Frame[], token: Token): void {
  const top = stack.at(-1)
  if (top === undefined) return
  if (token.kind === 'directive') {
    top.directive = schema.getDirective(token.text) ?? undefined
    return
  }
  if (token.kind === 'mark' && /[)\]}]/.test(token.text)) {
    close(stack, top, token.text)
    return
  }
  if (token.text === '(' && top.directive) {
    stack.push({ is: 'values', of: top.directive.args, owner: `@${top.directive.name}` })
    top.directive = undefined
    return
  }
  steps[top.is](schema, stack, top, token)
}

/** A type in brackets, as variables have it, opened no frame. */
function close(stack: Frame[], top: Frame, mark: string): void {
  if (mark === ']' && top.is !== 'list') return
  if (stack.length > 1) stack.pop()
  const below = stack.at(-1)
  if (below && below.awaits === 'value') below.awaits = undefined
}

type Step = (schema: GraphQLSchema, stack: Frame[], top: Frame, token: Token) => void

const steps: Readonly<Record<Frame['is'], (...given: Parameters<Step>) => void>> = {
  document: (schema, stack, top, token) => {
    if (token.text === '{') {
      stack.push({ is: 'selection', type: top.next ?? schema.getQueryType() ?? undefined })
      top.next = undefined
      top.awaits = undefined
    } else if (token.text === '(') stack.push({ is: 'variables' })
    else if (token.kind === 'word') inDocument(schema, top, token.text)
  },
  selection: (schema, stack, top, token) => {
    if (token.kind === 'spread') top.awaits = 'on'
    else if (token.text === '{') {
      const type = top.awaits === 'on' ? (top.type as GraphQLNamedType | undefined) : top.next
      top.awaits = undefined
      stack.push({ is: 'selection', type })
    } else if (token.text === '(')
      stack.push({ is: 'values', of: top.field?.args ?? [], owner: top.field?.name ?? '' })
    else if (token.kind === 'word') inSelection(schema, top, token.text)
  },
  values: (_schema, stack, top, token) => {
    if (token.text === ':') top.awaits = 'value'
    else if (top.awaits === 'value') inValue(stack, top, token, top.value)
    else if (token.kind === 'word')
      top.value = top.of?.find(({ name }) => name === token.text)?.type
  },
  list: (_schema, stack, top, token) =>
    inValue(stack, top, token, top.type as GraphQLInputType | undefined),
  variables: (schema, stack, top, token) => {
    if (token.kind === 'variable') {
      top.awaits = undefined
      top.value = undefined
    } else if (token.text === ':') top.awaits = 'type'
    else if (token.text === '=') top.awaits = 'value'
    else if (top.awaits === 'value') inValue(stack, top, token, top.value)
    else if (token.kind === 'word') {
      const type = schema.getType(token.text)
      top.value = isInputType(type) ? type : undefined
      top.awaits = undefined
    }
  },
}

function inDocument(schema: GraphQLSchema, top: Frame, word: string): void {
  if (top.awaits === 'condition') {
    top.next = schema.getType(word) ?? undefined
    top.awaits = undefined
  } else if (word === 'fragment') top.awaits = 'on'
  else if (top.awaits === 'on' && word === 'on') top.awaits = 'condition'
  else if (word === 'query') top.awaits = 'name'
}

function inSelection(schema: GraphQLSchema, top: Frame, word: string): void {
  if (top.awaits === 'condition') {
    top.next = schema.getType(word) ?? undefined
    top.awaits = undefined
  } else if (top.awaits === 'on') top.awaits = word === 'on' ? 'condition' : undefined
  else {
    top.directive = undefined
    top.field = fieldOf(schema, top.type, word)
    top.next = top.field && getNamedType(top.field.type)
  }
}

function inValue(
  stack: Frame[],
  top: Frame,
  token: Token,
  type: GraphQLInputType | undefined,
): void {
  const bare = type && getNullableType(type)
  if (token.text === '[')
    stack.push({ is: 'list', type: isListType(bare) ? bare.ofType : (bare ?? undefined) })
  else if (token.text === '{') {
    const named = type && getNamedType(type)
    const of = isInputObjectType(named) ? Object.values(named.getFields()) : []
    stack.push({ is: 'values', of, owner: named?.name ?? '' })
  } else if (top.is !== 'list') top.awaits = undefined
}

/** A field of a type by its name, `__typename` and the roots of introspection among them. */
export function fieldOf(
  schema: GraphQLSchema,
  type: unknown,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined
  const own = type.getFields()[name]
  if (own || !name.startsWith('__')) return own
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (type !== schema.getQueryType()) return undefined
  return [SchemaMetaFieldDef, TypeMetaFieldDef].find((field) => field.name === name)
}
