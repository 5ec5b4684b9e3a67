import { isRecord } from '../../api/refused.ts'

/** A question that is being worked on. */
export interface BenchTab {
  readonly id: string
  readonly query: string
  /** JSON text, as it was typed. */
  readonly variables: string
  readonly purpose?: string | undefined
  /** The operation to run, where there are several. */
  readonly operation?: string | undefined
}

/** What is open on the workbench, and which of it is looked at. There is always one tab. */
export interface Bench {
  readonly tabs: readonly [BenchTab, ...BenchTab[]]
  readonly chosen: string
}

export type Draft = Omit<BenchTab, 'id'>

/** Tabs at most: one more takes the place of the oldest that is not looked at. */
export const tabsAtMost = 20

export function emptyBench(id: string): Bench {
  return { tabs: [{ id, query: '', variables: '' }], chosen: id }
}

export function chosenTab({ tabs, chosen }: Bench): BenchTab {
  return tabs.find(({ id }) => id === chosen) ?? tabs[0]
}

export function withTab(bench: Bench, id: string, draft: Draft): Bench {
  const tab = { ...draft, id }
  const current = chosenTab(bench)
  if (current.query.trim() === '')
    return changed({ ...bench, chosen: current.id }, current.id, draft)
  const [first, ...others] = [...bench.tabs, tab].slice(-tabsAtMost)
  return { tabs: [first ?? tab, ...others], chosen: id }
}

export function withoutTab(bench: Bench, id: string, spare: string): Bench {
  const at = bench.tabs.findIndex((tab) => tab.id === id)
  const [first, ...others] = bench.tabs.filter((tab) => tab.id !== id)
  if (first === undefined) return emptyBench(spare)
  const tabs: Bench['tabs'] = [first, ...others]
  if (bench.chosen !== id) return { tabs, chosen: bench.chosen }
  return { tabs, chosen: tabs[Math.min(at, tabs.length - 1)]?.id ?? first.id }
}

export function changed(bench: Bench, id: string, change: Partial<Draft>): Bench {
  const [first, ...others] = bench.tabs.map((tab) => (tab.id === id ? { ...tab, ...change } : tab))
  return first ? { ...bench, tabs: [first, ...others] } : bench
}

/** What a tab is called: its operation's name, else the first field that it asks for. */
export function tabName({ query }: Pick<BenchTab, 'query'>): string | undefined {
  const text = query.replaceAll(/#[^\n]*/g, '')
  const named = /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1]
  return named ?? /\{\s*(?:\w+\s*:\s*)?(\w+)/.exec(text)?.[1]
}

/** A bench as it was stored; undefined for what is none. */
export function benchFrom(stored: string | null): Bench | undefined {
  const found = parsed(stored)
  if (!isRecord(found) || !Array.isArray(found['tabs'])) return undefined
  const [first, ...others] = found['tabs'].map(tabFrom).filter((tab) => tab !== undefined)
  if (first === undefined) return undefined
  const { chosen } = found
  return { tabs: [first, ...others], chosen: typeof chosen === 'string' ? chosen : first.id }
}

function tabFrom(found: unknown): BenchTab | undefined {
  if (!isRecord(found)) return undefined
  const { id, query, variables, purpose, operation } = found
  if (typeof id !== 'string' || typeof query !== 'string') return undefined
  return {
    id,
    query,
    variables: typeof variables === 'string' ? variables : '',
    ...(typeof purpose === 'string' ? { purpose } : {}),
    ...(typeof operation === 'string' ? { operation } : {}),
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return undefined
  }
}
