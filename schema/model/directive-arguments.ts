import type { ConstDirectiveNode } from 'graphql'
import { valueFromASTUntyped } from 'graphql'

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined
}

/** The arguments of every use of a directive on a definition, in order; the caller checks their types. */
export function directiveArguments(
  node: Annotated,
  name: string,
): readonly Record<string, unknown>[] {
  return (node.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) =>
      Object.fromEntries(
        (directive.arguments ?? []).map((argument) => [
          argument.name.value,
          valueFromASTUntyped(argument.value),
        ]),
      ),
    )
}

/** True where the definition carries the directive. */
export function hasDirective(node: Annotated, name: string): boolean {
  return (node.directives ?? []).some((directive) => directive.name.value === name)
}
