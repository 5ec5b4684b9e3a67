import { collectSubFields } from '@graphql-tools/utils'
import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
  Kind,
  getNamedType,
  isCompositeType,
  isObjectType,
} from 'graphql'
import type { Judgement } from './authorise.ts'
import type { ClassTable, ReadClass } from './class-table.ts'
import type { Grants } from './grants.ts'
import { permissionKey } from './permission-key.ts'
import { type Requirement, isMet, nobody } from './requirement.ts'

export type RequirementAt = (typeName: string, fieldName: string) => Requirement | undefined

/**
 * The coordinates below a field that the grants do not open, sorted (what lies behind a closed one is not
 * named), and the classes of personal data that the rest touches. `entered` are the types that the field
 * answers here.
 */
export type SelectionJudge = (
  info: GraphQLResolveInfo,
  entered: readonly string[],
  grants: Grants,
) => Judgement

/**
 * Opens the judge of whole selections. A verdict is kept with the document's field and the permissions held,
 * unless `@skip` or `@include` below it may choose otherwise next time.
 */
export function selectionJudge(requirement: RequirementAt, classes: ClassTable): SelectionJudge {
  const verdicts = new WeakMap<FieldNode, Map<string, Judgement>>()
  return (info, entered, grants) => {
    const [node, ...others] = info.fieldNodes
    if (node === undefined || others.length > 0 || isConditional(node.selectionSet, info))
      return judged(info, entered, { requirement, classes, grants })
    const key = `${permissionKey(grants)} ${[...entered].sort().join()}`
    const known = verdicts.get(node)?.get(key)
    if (known !== undefined) return known
    const verdict = judged(info, entered, { requirement, classes, grants })
    verdicts.set(node, (verdicts.get(node) ?? new Map<string, Judgement>()).set(key, verdict))
    return verdict
  }
}

interface Rules {
  readonly requirement: RequirementAt
  readonly classes: ClassTable
  readonly grants: Grants
}

function judged(
  info: GraphQLResolveInfo,
  entered: readonly string[],
  { requirement, classes, grants }: Rules,
): Judgement {
  const refused = new Set<string>()
  const touched = new Set<ReadClass>(entered.flatMap((name) => classes.entered(name)))
  const visit = (type: GraphQLCompositeType, nodes: readonly FieldNode[]): void => {
    const types = isObjectType(type) ? [type] : info.schema.getPossibleTypes(type)
    for (const object of types) {
      const { fields } = collectSubFields(
        info.schema,
        info.fragments,
        info.variableValues,
        object,
        [...nodes],
      )
      for (const same of fields.values()) {
        const name = same[0]?.name.value ?? ''
        const field = object.getFields()[name]
        if (field === undefined) continue
        const answered = getNamedType(field.type)
        if (!isMet(requirement(object.name, name) ?? nobody, grants))
          refused.add(`${object.name}.${name}`)
        else {
          for (const one of classes.touched(object.name, name)) touched.add(one)
          if (isCompositeType(answered)) visit(answered, same)
        }
      }
    }
  }
  for (const name of entered) {
    const type = info.schema.getType(name)
    if (isCompositeType(type)) visit(type, info.fieldNodes)
  }
  return { refused: [...refused].sort(), classes: [...touched].sort() }
}

const conditional = new WeakMap<SelectionSetNode, boolean>()

/** Whether a directive below may leave something out. Fragments do not spread themselves: validated. */
function isConditional(
  set: SelectionSetNode | undefined,
  info: Pick<GraphQLResolveInfo, 'fragments'>,
): boolean {
  if (set === undefined) return false
  const known = conditional.get(set)
  if (known !== undefined) return known
  const found = set.selections.some((selection) => {
    if ((selection.directives ?? []).length > 0) return true
    return selection.kind === Kind.FRAGMENT_SPREAD
      ? isConditional(info.fragments[selection.name.value]?.selectionSet, info)
      : isConditional(selection.selectionSet, info)
  })
  conditional.set(set, found)
  return found
}
