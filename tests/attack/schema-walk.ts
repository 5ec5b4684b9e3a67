import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

/** One field of a schema, as a document asks it. */
export interface Step {
  readonly type: string
  readonly field: string
  /** The object type that it answers; empty for a leaf. */
  readonly answers: string
  /** The field with its arguments, as it stands in a document. */
  readonly text: string
  /** `... on` this type follows, where the field answers a union. */
  readonly on?: string
}

/** From a root to a field. */
export type Path = readonly Step[]

export function coordinate({ type, field }: Pick<Step, 'type' | 'field'>): string {
  return `${type}.${field}`
}

/** Arguments for the fields that need some, by coordinate: `(code: "01")`. */
export type Samples = Readonly<Record<string, string>>

/** Every field of every object type. `{ first: 1 }` is asked of whatever pages. */
export function stepsOf(schema: GraphQLSchema, samples: Samples): readonly Step[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) =>
      Object.values((type as GraphQLObjectType).getFields()).map((field) =>
        stepOf(type.name, field, samples),
      ),
    )
}

function stepOf(type: string, field: GraphQLField<unknown, unknown>, samples: Samples): Step {
  const answered = getNamedType(field.type)
  const sample = samples[`${type}.${field.name}`]
  if (sample === undefined && field.args.some(isRequiredArgument))
    throw new Error(`expected sample arguments for ${type}.${field.name}`)
  const pages = field.args.some(({ name }) => name === 'first') ? '(first: 1)' : ''
  return {
    type,
    field: field.name,
    answers: isObjectType(answered) ? answered.name : '',
    text: `${field.name}${sample ?? pages}`,
  }
}

/** The shortest path to each type from the given ways in, along the fields that a test lets through. */
export function shortestPaths(
  steps: readonly Step[],
  waysIn: readonly Path[],
  passes: (step: Step) => boolean,
): ReadonlyMap<string, Path> {
  const found = new Map<string, Path>()
  let front = waysIn.filter((path) => path.every(passes))
  while (front.length > 0) {
    const next: Path[] = []
    for (const path of front) {
      const at = path.at(-1)?.answers ?? ''
      if (at === '' || found.has(at)) continue
      found.set(at, path)
      for (const step of steps) if (step.type === at && passes(step)) next.push([...path, step])
    }
    front = next
  }
  return found
}

interface Tree {
  readonly on?: string | undefined
  readonly fields: Map<string, Tree>
}

/** One selection set that holds all paths; a composite field at an end answers its `__typename`. */
export function selectionOf(paths: readonly Path[]): string {
  const root: Tree = { fields: new Map() }
  for (const path of paths) {
    let at = root
    for (const { text, on, answers } of path) {
      const inner = at.fields.get(text) ?? { on, fields: new Map() }
      if (answers !== '' && inner.fields.size === 0) inner.fields.set('__typename', leaf)
      at.fields.set(text, inner)
      at = inner
    }
  }
  return textOf(root)
}

const leaf: Tree = { fields: new Map() }

function textOf({ fields, on }: Tree): string {
  const inner = [...fields].map(
    ([text, tree]) => text + (tree.fields.size === 0 ? '' : ` ${textOf(tree)}`),
  )
  const set = `{ ${inner.join(' ')} }`
  return on === undefined ? set : `{ __typename ... on ${on} ${set} }`
}
