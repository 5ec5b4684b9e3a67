import { useSyncExternalStore } from 'react'
import {
  type Bench,
  type Draft,
  benchFrom,
  changed,
  emptyBench,
  withTab,
  withoutTab,
} from './bench.ts'

const key = 'lien-thong.bench'
const listeners = new Set<() => void>()
let bench: Bench = stored()

/** The workbench: as long as this tab of the browser lives, and nowhere else. */
export function useBench(): Bench {
  return useSyncExternalStore(subscribe, () => bench)
}

export function changeTab(id: string, change: Partial<Draft>): void {
  put(changed(bench, id, change))
}

export function chooseTab(id: string): void {
  put({ ...bench, chosen: id })
}

/** Opens a question beside the others; an empty tab that is looked at is taken. */
export function openTab(draft: Draft): void {
  put(withTab(bench, newId(), draft))
}

/** An empty tab, also where the one that is looked at is empty. */
export function addTab(): void {
  const id = newId()
  put({ tabs: [...bench.tabs, { id, query: '', variables: '' }], chosen: id })
}

export function closeTab(id: string): void {
  put(withoutTab(bench, id, newId()))
}

function newId(): string {
  return crypto.randomUUID()
}

function put(next: Bench): void {
  bench = next
  try {
    sessionStorage.setItem(key, JSON.stringify(next))
  } catch {
    // Storage may be forbidden or full; the bench then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function stored(): Bench {
  try {
    return benchFrom(sessionStorage.getItem(key)) ?? emptyBench('1')
  } catch {
    return emptyBench('1')
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
