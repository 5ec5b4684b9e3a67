import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const

export type Theme = (typeof themes)[number]

const key = 'lien-thong.theme'
const listeners = new Set<() => void>()
let current: Theme = 'system'
let isPrinting = false

/** What was chosen on this machine; else what the system says. */
export function storedTheme(): Theme {
  try {
    const chosen = localStorage.getItem(key)
    return themes.find((theme) => theme === chosen) ?? 'system'
  } catch {
    return 'system'
  }
}

export function applyTheme(theme: Theme): void {
  current = theme
  paint()
}

/** Paper is white, whatever was chosen. */
function paint(): void {
  const painted = isPrinting ? 'light' : current
  if (painted === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = painted
  for (const listener of listeners) listener()
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  applyTheme(theme)
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, () => current)
}

/** What is painted now: charts take their colours by it. */
export function usePainted(): 'light' | 'dark' {
  const theme = useTheme()
  const dark = useSyncExternalStore(subscribeSystem, () => systemDark.matches)
  const onPaper = usePrinting()
  if (onPaper) return 'light'
  if (theme === 'system') return dark ? 'dark' : 'light'
  return theme
}

/** Whether the page goes on paper now: what scrolls on a screen is then written out. */
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => isPrinting)
}

const printing = (is: boolean) => () => {
  isPrinting = is
  paint()
}
// Before paper is laid out: the media query of some browsers changes too late for that.
addEventListener('beforeprint', printing(true))
addEventListener('afterprint', printing(false))
matchMedia('print').addEventListener('change', ({ matches }) => printing(matches)())

const systemDark = matchMedia('(prefers-color-scheme: dark)')

function subscribeSystem(listener: () => void): () => void {
  systemDark.addEventListener('change', listener)
  return () => systemDark.removeEventListener('change', listener)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
