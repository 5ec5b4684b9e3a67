import type { FieldDefinitionNode, ObjectTypeDefinitionNode } from 'graphql'
import { directiveArguments } from './directive-arguments.ts'
import type { Dimension } from './model.ts'
import { strings } from './strings.ts'

/** Years in a band of ages unless the ministry says otherwise. */
const defaultWidth = 5

/** Reads `@dimension` on fields (the field itself) and on the type (derived, or of joined rows). */
export function readDimensions(node: ObjectTypeDefinitionNode): ReadonlyMap<string, Dimension> {
  const own = (node.fields ?? []).flatMap((field) =>
    directiveArguments(field, 'dimension').map((use) => dimension(field, use)),
  )
  const derived = directiveArguments(node, 'dimension').map((use) => dimension(node, use))
  return new Map([...own, ...derived].map((one) => [one.name, one]))
}

function dimension(
  node: FieldDefinitionNode | ObjectTypeDefinitionNode,
  use: Readonly<Record<string, unknown>>,
): Dimension {
  const field = text(use['field']) ?? node.name.value
  const derive = text(use['derive'])
  const at = text(use['at'])
  return {
    name: text(use['name']) ?? field,
    via: strings(use['via']),
    field,
    line: node.name.loc?.startToken.line ?? 0,
    ...(derive === 'AGE' || derive === 'AGE_BAND'
      ? {
          derive: {
            kind: derive,
            width: typeof use['width'] === 'number' ? use['width'] : defaultWidth,
            ...(at === undefined ? {} : { at }),
          },
        }
      : {}),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
