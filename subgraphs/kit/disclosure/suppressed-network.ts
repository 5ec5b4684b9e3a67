import type { HiddenCells } from './hidden-cells.ts'

/**
 * The suppressed cells of a table with two keys as edges between its lines, in flat arrays because an audit
 * passes along them many times. Node `outside` stands for what open lines may gain or lose.
 */
export interface SuppressedNetwork {
  readonly edges: ReadonlyMap<number, number>
  readonly first: Int32Array
  readonly second: Int32Array
  /** Rows of each cell; a search moves them and puts them back. */
  readonly values: Float64Array
  /** Where each node's edges begin in `edgeList`. */
  readonly starts: Int32Array
  readonly edgeList: Int32Array
  readonly isOpen: Uint8Array
  readonly openNodes: readonly number[]
  readonly outside: number
  /** The last search that reached a node, and from where and by which edge (-1: none). */
  readonly seen: Int32Array
  readonly from: Int32Array
  readonly via: Int32Array
  readonly queue: Int32Array
  search: number
  /** Steps along edges that may be taken yet. */
  steps: number
}

/** The network of what is hidden now. */
export function suppressedNetwork(hidden: HiddenCells, steps: number): SuppressedNetwork {
  const places = [...hidden.places].filter((place) => hidden.rows(place) > 0)
  const nodes = new Map<number, number>()
  const nodeOf = (line: number): number => {
    const node = nodes.get(line) ?? nodes.size
    nodes.set(line, node)
    return node
  }
  const ends = places.map((place) => (hidden.lines.ofCell[place] ?? []).map(nodeOf))
  const outside = nodes.size
  const starts = new Int32Array(outside + 2)
  for (const node of ends.flat()) starts[node + 1] = (starts[node + 1] ?? 0) + 1
  for (let node = 0; node < outside; node++)
    starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0)
  starts[outside + 1] = starts[outside] ?? 0
  const edgeList = new Int32Array(places.length * 2)
  const next = starts.slice()
  for (const [edge, own] of ends.entries())
    for (const node of own) {
      const at = next[node] ?? 0
      edgeList[at] = edge
      next[node] = at + 1
    }
  const openNodes = [...hidden.open].flatMap((line) => nodes.get(line) ?? [])
  const isOpen = new Uint8Array(outside + 1)
  for (const node of openNodes) isOpen[node] = 1
  return {
    edges: new Map(places.map((place, edge) => [place, edge])),
    first: Int32Array.from(ends, ([node]) => node ?? 0),
    second: Int32Array.from(ends, ([, node]) => node ?? 0),
    values: Float64Array.from(places, (place) => hidden.rows(place)),
    starts,
    edgeList,
    isOpen,
    openNodes,
    outside,
    seen: new Int32Array(outside + 1),
    from: new Int32Array(outside + 1),
    via: new Int32Array(outside + 1),
    queue: new Int32Array(outside + 1),
    search: 0,
    steps,
  }
}

/** What a search looks for: a way around `edge` on which `least` can be moved. */
export interface Way {
  readonly edge: number
  readonly source: number
  readonly target: number
  readonly least: number
  /** Lines that the search may leave before it gives up. */
  readonly patience: number
}

/** Whether passing an edge away from a node lessens its cell, on a way that starts at `source`. */
export function isLessened(
  { first }: SuppressedNetwork,
  { edge, source }: Way,
  via: number,
  from: number,
): boolean {
  return (first[via] === from) === (first[edge] === source)
}

/** Finds a shortest way, and leaves it in `from` and `via`. */
export function findWay(network: SuppressedNetwork, way: Way): boolean {
  const { seen, queue, outside, isOpen, openNodes } = network
  const search = ++network.search
  seen[way.source] = search
  queue[0] = way.source
  let length = 1
  for (let head = 0; head < length && head < way.patience; head++) {
    const node = queue[head] ?? 0
    if (node === way.target) return true
    if (node === outside) {
      for (const open of openNodes) length = reach(network, open, [node, -1, length])
      continue
    }
    if (isOpen[node] === 1) length = reach(network, outside, [node, -1, length])
    length = passEdges(network, way, node, length)
    if (network.steps < 0) return false
  }
  return false
}

function passEdges(network: SuppressedNetwork, way: Way, node: number, queued: number): number {
  const { first, second, starts, edgeList } = network
  const end = starts[node + 1] ?? 0
  let length = queued
  for (let at = starts[node] ?? end; at < end; at++) {
    const via = edgeList[at] ?? 0
    if (via === way.edge || !isPassable(network, way, via, node)) continue
    const next = first[via] === node ? second[via] : first[via]
    length = reach(network, next ?? node, [node, via, length])
    network.steps--
  }
  return length
}

function isPassable(network: SuppressedNetwork, way: Way, via: number, from: number): boolean {
  return !isLessened(network, way, via, from) || (network.values[via] ?? 0) >= way.least
}

function reach(
  { seen, search, from, via, queue }: SuppressedNetwork,
  node: number,
  [source, edge, length]: readonly [number, number, number],
): number {
  if (seen[node] === search) return length
  seen[node] = search
  from[node] = source
  via[node] = edge
  queue[length] = node
  return length + 1
}
