import { getNamedType, getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql'
import type { GraphQLInputType } from 'graphql'
import type { Choice, Choices } from './choices-at.ts'
import type { DeclaredVariable } from './operations-of.ts'

interface Frame {
  readonly is: 'object' | 'list'
  /** Of an object: what each name takes. Of a list: what it holds. */
  readonly type: GraphQLInputType | undefined
  name?: string | undefined
  awaits: 'name' | 'value'
}

/** What may be written at an offset of a text of variables: names of variables and input fields, enum values. */
export function variableChoices(
  text: string,
  at: number,
  declared: readonly DeclaredVariable[],
): Choices {
  const word = /"?\w*$/.exec(text.slice(0, at))?.[0] ?? ''
  const from = at - word.length
  const stack = framesOf(text.slice(0, from), declared)
  const top = stack.at(-1)
  const isOpen = word.startsWith('"') || text[at] === '"'
  if (top === undefined) return { from, choices: [] }
  const found =
    top.awaits === 'name'
      ? namesOf(top, declared, stack.length === 1)
      : values(top.is === 'list' ? top.type : typeOf(top, declared, stack.length === 1))
  const choices = found.map((one) => ({
    ...one,
    written: written(one, isOpen && text[at] === '"'),
  }))
  return { from, choices }
}

/** A quote that CodeMirror has closed by itself is not written twice. */
function written({ label, kind }: Choice, closed: boolean): string {
  if (kind === 'keyword') return label
  const quoted = closed ? `"${label}` : `"${label}"`
  return kind === 'argument' && !closed ? `${quoted}: ` : quoted
}

function framesOf(text: string, declared: readonly DeclaredVariable[]): Frame[] {
  const stack: Frame[] = []
  for (const [token] of text.matchAll(/"(?:\\.|[^"\\])*"?|[{}[\]:,]|[^\s{}[\]:,"]+/g)) {
    const top = stack.at(-1)
    if (/[{[]/.test(token[0] ?? '')) stack.push(opened(token, top, declared, stack.length === 1))
    else if (/[}\]]/.test(token[0] ?? '')) stack.pop()
    else if (top) go(top, token)
  }
  return stack
}

function go(top: Frame, token: string): void {
  if (token === ':') top.awaits = 'value'
  else if (token === ',') top.awaits = top.is === 'object' ? 'name' : 'value'
  else if (top.awaits === 'name') top.name = token.replaceAll('"', '')
}

function opened(
  token: string,
  top: Frame | undefined,
  declared: readonly DeclaredVariable[],
  isOuter: boolean,
): Frame {
  const type = top?.is === 'list' ? top.type : top && typeOf(top, declared, isOuter)
  const bare = type && getNullableType(type)
  if (token === '{') return { is: 'object', type: bare, awaits: 'name' }
  return { is: 'list', type: isListType(bare) ? bare.ofType : bare, awaits: 'value' }
}

function typeOf(
  { name, type }: Frame,
  declared: readonly DeclaredVariable[],
  isOuter: boolean,
): GraphQLInputType | undefined {
  if (name === undefined) return undefined
  if (isOuter) return declared.find((one) => one.name === name)?.type
  const named = type && getNamedType(type)
  return isInputObjectType(named) ? named.getFields()[name]?.type : undefined
}

function namesOf(
  { type }: Frame,
  declared: readonly DeclaredVariable[],
  isOuter: boolean,
): readonly Choice[] {
  if (isOuter)
    return declared.map(({ name, written: detail }) => ({
      label: name,
      detail,
      kind: 'argument',
      deprecated: false,
    }))
  const named = type && getNamedType(type)
  if (!isInputObjectType(named)) return []
  return Object.values(named.getFields()).map((field) => ({
    label: field.name,
    detail: String(field.type),
    kind: 'argument',
    description: field.description ?? undefined,
    deprecated: field.deprecationReason != null,
  }))
}

function values(type: GraphQLInputType | undefined): readonly Choice[] {
  const named = type && getNamedType(type)
  if (named?.name === 'Boolean')
    return ['true', 'false'].map((label) => ({
      label,
      detail: '',
      kind: 'keyword',
      deprecated: false,
    }))
  if (!isEnumType(named)) return []
  return named.getValues().map(({ name, description }) => ({
    label: name,
    detail: '',
    kind: 'value',
    description: description ?? undefined,
    deprecated: false,
  }))
}
