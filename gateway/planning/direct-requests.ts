import { type FieldNode, Kind, type SelectionSetNode } from 'graphql'
import type { DirectField, DirectType } from './direct-fields.ts'
import { type AskedFields, type AskedOf, addVariables, notDirect } from './direct-selection.ts'

/** One request to a ministry, and those that need its answer. */
export interface DirectRequest {
  readonly ministry: string
  /** Of the objects that it is about: response names, `@` for each list. */
  readonly path: readonly string[]
  /** What it is told of each object; undefined at the root. */
  readonly about: About | undefined
  readonly fields: Chosen
  readonly variables: Set<string>
  readonly next: DirectRequest[]
}

interface About {
  readonly type: DirectType
  readonly key: SelectionSetNode
}

/** What a request asks for, by response name. */
export type Chosen = Map<string, ChosenField>

export interface ChosenField {
  readonly node: FieldNode
  readonly inner: Chosen | undefined
}

interface Asked {
  readonly asked: AskedOf
  readonly field: DirectField
}

/** Objects of one type, at one path, of which one ministry is asked something. */
interface Site {
  readonly request: DirectRequest
  readonly into: Chosen
  readonly type: DirectType
  readonly path: readonly string[]
}

const typeName: ChosenField = {
  node: { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } },
  inner: undefined,
}

/**
 * The requests of a query. Each ministry is asked for all that it answers of what it is asked about; what it does not
 * answer of an object is asked of one that finds the object by a key that it knows. Throws `notDirect`.
 */
export function directRequests(
  selectionSet: SelectionSetNode,
  types: ReadonlyMap<string, DirectType>,
  askedOf: AskedFields,
): readonly DirectRequest[] {
  const root = typeOf('Query')
  const first = new Map<string, DirectRequest>()
  for (const asked of askedOf(root, [selectionSet])) {
    // Known without asking.
    if (asked.field.name.value === '__typename') continue
    const field = fieldOf(root, asked)
    const [ministry, another] = field.ministries
    if (ministry === undefined || another !== undefined) throw notDirect
    const request = first.get(ministry) ?? opened(ministry, [], undefined)
    first.set(ministry, request)
    choose({ request, into: request.fields, type: root, path: [] }, { asked, field })
  }
  return [...first.values()]

  /** Asks a ministry for one field that it answers, with all within. */
  function choose({ request, into, path }: Site, { asked, field }: Asked): void {
    const { name, field: node, sets } = asked
    addVariables(node.arguments ?? [], request.variables)
    if (field.objects === undefined) {
      into.set(name, { node, inner: undefined })
      return
    }
    const inner = within(into, name, node)
    const lists = Array.from({ length: field.lists }, () => '@')
    const type = typeOf(field.objects)
    fill({ request, into: inner, type, path: [...path, name, ...lists] }, askedOf(type, sets))
  }

  function fill(site: Site, asked: Iterable<AskedOf>): void {
    const { request, into, type } = site
    let missing: Asked[] = []
    for (const one of asked)
      if (one.field.name.value === '__typename') into.set('__typename', typeName)
      else {
        const field = fieldOf(type, one)
        if (field.ministries.includes(request.ministry)) choose(site, { asked: one, field })
        else missing.push({ asked: one, field })
      }
    while (missing.length > 0) missing = askNext(site, missing)
  }

  /** Asks another ministry for what it answers of what is missing; answers what is missing still. */
  function askNext({ request, into, type, path }: Site, missing: readonly Asked[]): Asked[] {
    const { ministry, key } = nextOf(type, request.ministry, missing)
    into.set('__typename', typeName)
    addKey(into, type, key)
    const next = opened(ministry, path, { type, key })
    request.next.push(next)
    const isIts = ({ field }: Asked): boolean => field.ministries.includes(ministry)
    for (const one of missing.filter(isIts))
      choose({ request: next, into: next.fields, type, path }, one)
    return missing.filter((one) => !isIts(one))
  }

  /** The ministry that answers most of what is missing, of those that find the objects by a key that is known. */
  function nextOf(type: DirectType, from: string, missing: readonly Asked[]) {
    const counts = new Map<string, number>()
    for (const { field } of missing)
      for (const name of field.ministries) counts.set(name, (counts.get(name) ?? 0) + 1)
    for (const [ministry] of [...counts].sort(([, one], [, other]) => other - one)) {
      const key = type.keys.get(ministry)?.find((one) => isAnswered(type, one, from))
      if (key) return { ministry, key }
    }
    throw notDirect
  }

  function isAnswered(type: DirectType, { selections }: SelectionSetNode, by: string): boolean {
    return selections.every((selection) => {
      if (selection.kind !== Kind.FIELD || (selection.arguments ?? []).length > 0) return false
      const field = type.fields.get(selection.name.value)
      if (field?.ministries.includes(by) !== true) return false
      if (selection.selectionSet === undefined) return field.objects === undefined
      const inner = types.get(field.objects ?? '')
      return inner !== undefined && isAnswered(inner, selection.selectionSet, by)
    })
  }

  function addKey(into: Chosen, type: DirectType, { selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (node.kind !== Kind.FIELD) throw notDirect
      const name = node.name.value
      if (node.selectionSet)
        addKey(within(into, name, node), typeOf(type.fields.get(name)?.objects), node.selectionSet)
      else if (!into.has(name)) into.set(name, { node, inner: undefined })
    }
  }

  function typeOf(name: string | undefined): DirectType {
    const type = types.get(name ?? '')
    if (type === undefined) throw notDirect
    return type
  }
}

function opened(
  ministry: string,
  path: readonly string[],
  about: About | undefined,
): DirectRequest {
  return { ministry, path, about, fields: new Map(), variables: new Set(), next: [] }
}

function fieldOf(type: DirectType, { field }: AskedOf): DirectField {
  const known = type.fields.get(field.name.value)
  if (known === undefined) throw notDirect
  return known
}

/** What is chosen of a field's objects. */
function within(into: Chosen, name: string, node: FieldNode): Chosen {
  const known = into.get(name)
  const inner: Chosen = known?.inner ?? new Map<string, ChosenField>()
  if (known === undefined) into.set(name, { node, inner })
  return inner
}
