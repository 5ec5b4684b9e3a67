import type { FieldDefinitionNode, ObjectTypeDefinitionNode } from 'graphql'
import { directiveArguments, hasDirective } from './directive-arguments.ts'
import type {
  QualityCondition,
  QualityCriterion,
  QualityKind,
  QualityRule,
} from './quality-rule.ts'
import { strings } from './strings.ts'

type Use = Readonly<Record<string, unknown>>

/** Reads the `@quality` rules of a type and of its fields; what they name is checked with the model. */
export function readQuality(node: ObjectTypeDefinitionNode): readonly QualityRule[] {
  const line = node.name.loc?.startToken.line ?? 0
  const ofType = directiveArguments(node, 'quality').map((use) => ruleOf(use, undefined, line))
  return [...ofType, ...(node.fields ?? []).flatMap(ofField)]
}

function ofField(node: FieldDefinitionNode): readonly QualityRule[] {
  const line = node.name.loc?.startToken.line ?? 0
  const own = { field: node.name.value, isJoin: hasDirective(node, 'join') }
  return directiveArguments(node, 'quality').map((use) => ruleOf(use, own, line))
}

interface Own {
  readonly field: string
  readonly isJoin: boolean
}

/**
 * The field that a rule stands on comes first, and a join is the way to other rows. What does not fit is told with
 * the model.
 */
function ruleOf(use: Use, own: Own | undefined, line: number): QualityRule {
  const first = own === undefined || own.isJoin ? [] : [own.field]
  const fields = [...first, ...strings(use['fields'])]
  const field = own?.field ?? fields[0]
  return Object.freeze({
    code: String(use['code']),
    criterion: String(use['criterion']) as QualityCriterion,
    kind: String(use['kind']) as QualityKind,
    vi: String(use['vi']),
    en: String(use['en']),
    ...(field === undefined ? {} : { field }),
    fields,
    version: typeof use['version'] === 'number' ? use['version'] : 1,
    identifier: use['identifier'] === true,
    when: conditionsOf(use['when']),
    ...textOf(use, 'pattern'),
    ...textOf(use, 'min'),
    ...textOf(use, 'max'),
    ...(use['values'] === undefined ? {} : { values: strings(use['values']) }),
    ...textOf(use, 'catalogue'),
    ...textOf(use, 'at'),
    ...(own?.isJoin === true ? { via: own.field } : textOf(use, 'via')),
    rows: conditionsOf(use['rows']),
    ...numberOf(use, 'count'),
    ...textOf(use, 'sum'),
    ...textOf(use, 'with'),
    tolerance: numberOf(use, 'tolerance').tolerance ?? 0,
    atMost: use['atMost'] === true,
    ...numberOf(use, 'withinDays'),
    line,
  })
}

function textOf<Name extends string>(use: Use, name: Name): Partial<Record<Name, string>> {
  const value = use[name]
  return (typeof value === 'string' ? { [name]: value } : {}) as Partial<Record<Name, string>>
}

function numberOf<Name extends string>(use: Use, name: Name): Partial<Record<Name, number>> {
  const value = use[name]
  return (typeof value === 'number' ? { [name]: value } : {}) as Partial<Record<Name, number>>
}

function conditionsOf(value: unknown): readonly QualityCondition[] {
  const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value]
  return list.map((one) => {
    const { field, in: values, given } = Object(one) as Readonly<Record<string, unknown>>
    return {
      field: String(field),
      ...(values === undefined ? {} : { in: strings(values) }),
      ...(typeof given === 'boolean' ? { given } : {}),
    }
  })
}
