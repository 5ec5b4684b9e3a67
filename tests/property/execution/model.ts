/** A federation as one model: what each subgraph declares follows from it, and what every field answers. */
export interface Model {
  readonly subgraphs: readonly string[]
  readonly objects: ReadonlyMap<string, ObjectType>
  readonly abstracts: ReadonlyMap<string, AbstractType>
}

export interface Arg {
  readonly name: string
  readonly type: string
  readonly initial?: string
}

export interface Field {
  readonly name: string
  /** Name of the type inside lists and non-nulls. */
  readonly type: string
  /** Lists and non-nulls, with T for the type: `[T!]`. */
  readonly wrap: string
  readonly args: readonly Arg[]
  /** Who answers it. */
  readonly resolvedBy: Set<string>
  /** Who declares it `@external`. */
  readonly external: Set<string>
  /** Who has it in answers of fields that provide it. */
  readonly providedBy: Set<string>
  requires: string | undefined
  /** What this field provides, by subgraph. */
  readonly provides: Map<string, string>
  /** The subgraph that declares it and must not be asked for it any more. */
  overrides: string | undefined
  /** The subgraph that overrides it once a label is on; none ever is. */
  pending: string | undefined
  inaccessible: boolean
  /** Never null, never failing, never of a wrong type: others depend on it. */
  sure: boolean
  /** Never of a wrong type: others may be told its value. */
  tame: boolean
  readonly role: 'key' | 'own' | 'interface' | 'interfaceObject'
}

export interface ObjectType {
  readonly kind: 'entity' | 'value' | 'root'
  readonly name: string
  /** Its keys as field sets, by subgraph; of those where it is not declared too. */
  readonly keys: ReadonlyMap<string, readonly string[]>
  readonly fields: Map<string, Field>
  readonly declaredBy: Set<string>
  /** Subgraphs that may know nothing of some of its objects. */
  readonly lackedBy: Set<string>
  /** Subgraphs that refer to it without resolving references to it. */
  readonly stubs: ReadonlySet<string>
}

export interface AbstractType {
  readonly kind: 'interface' | 'union'
  readonly name: string
  readonly members: readonly string[]
  /** The subgraph that declares an interface's fields. */
  readonly home: string
  /** Whether the interface has a key. */
  readonly keyed: boolean
  /** The subgraph that declares it as an `@interfaceObject`. */
  readonly objectIn: string | undefined
  readonly fields: Map<string, Field>
  readonly declaredBy: Set<string>
  /** The members that a subgraph declares it with. */
  readonly membersIn: (subgraph: string) => readonly string[]
}

export const leaves = ['Int', 'String', 'Mood', 'Float', 'Boolean', 'ID', 'Json', 'Side'] as const

export const wraps = [
  'T',
  'T!',
  '[T]',
  '[T!]!',
  '[T]!',
  '[T!]',
  '[[T]]',
  '[[T!]!]',
  '[[T]!]!',
] as const

/** What fields may ask for. `only…` arguments exist in one subgraph alone, so no client sees them. */
export const argLists: readonly (readonly Arg[])[] = [
  [{ name: 'n', type: 'Int' }],
  [{ name: 'n', type: 'Int!' }],
  [{ name: 's', type: 'String', initial: '"d"' }],
  [{ name: 'pick', type: 'Pick' }],
  [{ name: 'filter', type: 'Filter' }],
  [{ name: 'side', type: 'Side', initial: 'LEFT' }],
  [{ name: 'list', type: '[Int!]' }],
  [
    { name: 'json', type: 'Json' },
    { name: 'id', type: 'ID' },
  ],
  [
    { name: 'share', type: 'Float' },
    { name: 'yes', type: 'Boolean', initial: 'false' },
  ],
]

export function fieldNamed(name: string, type: string, more: Partial<Field> = {}): Field {
  return {
    name,
    type,
    wrap: 'T',
    args: [],
    resolvedBy: new Set(),
    external: new Set(),
    providedBy: new Set(),
    requires: undefined,
    provides: new Map(),
    overrides: undefined,
    pending: undefined,
    inaccessible: false,
    sure: false,
    tame: false,
    role: 'own',
    ...more,
  }
}

/** The type of an object, from what identifies it (`E0:3`). */
export function typeNameOf(identity: string): string {
  return identity.slice(0, identity.indexOf(':'))
}

export function objectOf(model: Model, name: string): ObjectType {
  const type = model.objects.get(name)
  if (type === undefined) throw new Error(`expected an object type, got ${name}`)
  return type
}
