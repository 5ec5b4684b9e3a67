import type { DocumentNode, ObjectTypeDefinitionNode } from 'graphql'
import { GraphQLError, Kind, parse } from 'graphql'
import type { Problem } from '../problem.ts'
import { checkModel } from './check-model.ts'
import { hasDirective } from './directive-arguments.ts'
import type { Model, ModelType } from './model.ts'
import { readEnums } from './read-enums.ts'
import { readRoots } from './read-roots.ts'
import { readType } from './read-type.ts'
import { validateAnnotated } from './validate-annotated.ts'

export type ReadModel =
  | { readonly ok: true; readonly model: Model }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a ministry's annotated SDL. Bad SDL is a value: every problem with its file and line. */
export function readModel(ministry: string, text: string, file: string): ReadModel {
  const document = parseText(text, file)
  if ('code' in document) return { ok: false, problems: [document] }
  const invalid = validateAnnotated(document, file)
  if (invalid.length > 0) return { ok: false, problems: invalid }

  const problems: Problem[] = []
  const report = (problem: Problem): void => void problems.push({ file, ...problem })
  const objects = objectTypes(document)
  const enums = readEnums(document)
  const known = {
    modelled: new Set(objects.filter(isModelled).map((node) => node.name.value)),
    enums,
    report,
  }
  const types = new Map<string, ModelType>()
  for (const node of objects) {
    const type = readType(node, known)
    if (type !== undefined) types.set(node.name.value, type)
  }
  const roots = readRoots(document, report)
  const resolved = resolvedFields(document)
  const model: Model = Object.freeze({ ministry, file, document, types, roots, resolved, enums })
  problems.push(...checkModel(model))
  return problems.length === 0 ? { ok: true, model } : { ok: false, problems }
}

function parseText(text: string, file: string): DocumentNode | Problem {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const line = error.locations?.[0]?.line
    return {
      code: 'SDL_SYNTAX',
      message: error.message,
      file,
      ...(line === undefined ? {} : { line }),
    }
  }
}

function resolvedFields(document: DocumentNode): ReadonlySet<string> {
  return new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (node.fields ?? [])
            .filter((field) => hasDirective(field, 'resolved'))
            .map((field) => `${node.name.value}.${field.name.value}`)
        : [],
    ),
  )
}

function isModelled(node: ObjectTypeDefinitionNode): boolean {
  return hasDirective(node, 'table') || hasDirective(node, 'key')
}

const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation'])

function objectTypes(document: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && !rootTypes.has(node.name.value) ? [node] : [],
  )
}
