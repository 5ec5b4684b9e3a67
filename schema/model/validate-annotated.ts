import type { DocumentNode } from 'graphql'
import { type GraphQLError, Kind, concatAST, parse, visit } from 'graphql'
import { validateSDL } from 'graphql/validation/validate.js'
import type { Problem } from '../problem.ts'
import { annotations } from './annotations.ts'
import { generatedName } from './generated-name.ts'

const prelude = parse(annotations, { noLocation: true })

/**
 * Checks a ministry's file against SDL's own rules and the declarations of our directives: unknown
 * names, wrong arguments, duplicates. Types that the expander will generate count as known.
 */
export function validateAnnotated(document: DocumentNode, file: string): readonly Problem[] {
  const whole = concatAST([prelude, document, generatedStubs(document)])
  return validateSDL(whole).map((error: GraphQLError) => ({
    code: 'SDL_INVALID',
    message: error.message,
    file,
    ...lineOf(error),
  }))
}

function lineOf(error: GraphQLError): { line?: number } {
  const line = error.nodes?.find((node) => node.loc !== undefined)?.loc?.startToken.line
  return line === undefined ? {} : { line }
}

/** Empty definitions for the connection and totals types that the document refers to. */
function generatedStubs(document: DocumentNode): DocumentNode {
  const declared = new Set<string>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) declared.add(definition.name.value)
  const wanted = new Set<string>()
  const generated = new Set(
    [...declared].flatMap((type) => [generatedName.connection(type), generatedName.totals(type)]),
  )
  visit(document, {
    NamedType: ({ name }) => {
      if (generated.has(name.value) && !declared.has(name.value)) wanted.add(name.value)
    },
  })
  const text = [...wanted].map((name) => `type ${name} { count: Int }`).join('\n')
  return text === '' ? { kind: Kind.DOCUMENT, definitions: [] } : parse(text, { noLocation: true })
}
