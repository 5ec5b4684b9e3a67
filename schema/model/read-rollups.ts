import type { ObjectTypeDefinitionNode } from 'graphql'
import { directiveArguments } from './directive-arguments.ts'
import type { RollupDefinition, RollupDimension, TimeBucket } from './model.ts'
import { strings } from './strings.ts'

/** Reads the `@rollup`s of a type; what they name is checked with the model. */
export function readRollups(node: ObjectTypeDefinitionNode): readonly RollupDefinition[] {
  const line = node.name.loc?.startToken.line ?? 0
  return directiveArguments(node, 'rollup').map((use) => ({
    name: String(use['name']),
    by: (Array.isArray(use['by']) ? use['by'] : [use['by']]).map(dimensionOf),
    measures: strings(use['measures']),
    line,
  }))
}

/** What does not fit is told with the model: SDL's own rules do not look into arguments. */
function dimensionOf(use: unknown): RollupDimension {
  const { dimension, bucket } = Object(use) as { dimension?: unknown; bucket?: unknown }
  return {
    dimension: String(dimension),
    ...(bucket === undefined || bucket === null ? {} : { bucket: bucket as TimeBucket }),
  }
}
