import type { Locator, Page } from 'playwright-core'

/** Stops of Tab until something is said to be out of reach. */
const stopsAtMost = 160

/** Parts of a field of a date or a time, each a stop of its own. */
const partsAtMost = 5

export interface Keyboard {
  /** Presses Tab (or Shift+Tab) until an element has the focus. Throws where it is out of reach. */
  to(target: Locator, direction?: 'Tab' | 'Shift+Tab'): Promise<void>
  /** Presses keys, one after the other. */
  press(...keys: readonly string[]): Promise<void>
  type(text: string): Promise<void>
  /** What had the focus without being seen: text of the element, and why. */
  readonly unseen: readonly string[]
}

/** Uses a page as somebody does who has no pointer; looks at every stop on the way. */
export function keyboardOf(page: Page): Keyboard {
  const unseen: string[] = []
  const keyboard: Keyboard = {
    unseen,
    async to(target, direction = 'Tab') {
      await target.waitFor()
      let last = ''
      let stays = 0
      for (let stop = 0; stop < stopsAtMost; stop += 1) {
        // An editor takes Tab for itself, and says to whoever hears it how it is left.
        if (await page.evaluate(saysEscape)) await page.keyboard.press('Escape')
        await page.keyboard.press(direction)
        const { what, place, fault } = (await page.evaluate(focusSeen)) as Stop
        if (fault !== null) unseen.push(`${what}: ${fault}`)
        if (await target.evaluate(isFocused)) return
        stays = place === last && place !== '' ? stays + 1 : 0
        if (stays > partsAtMost) throw new Error(`${direction} stays at ${what}`)
        last = place
      }
      throw new Error(`${direction} does not reach ${String(target)}; it stands at ${last}`)
    },
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key)
    },
    type: (text) => page.keyboard.insertText(text),
  }
  return keyboard
}

/** Whether an element, or what it is drawn of, has the focus. */
export function isFocused(element: unknown): boolean {
  const { activeElement } = (globalThis as unknown as { document: { activeElement: unknown } })
    .document
  return activeElement === element
}

const saysEscape = `/Esc/.test(document.activeElement?.getAttribute('aria-description') ?? '')`

interface Stop {
  readonly what: string
  /** Tells one element of the page from every other. */
  readonly place: string
  readonly fault: string | null
}

/**
 * Runs in the page: what has the focus, and why it cannot be seen (WCAG 2.2: 2.4.7, 2.4.11). The document itself is a
 * stop between the last element and the first.
 */
const focusSeen = `(() => {
  const at = document.activeElement
  const all = [...document.querySelectorAll('*')]
  const name = at.getAttribute('aria-label') ?? (at.labels?.[0] ?? at).textContent ?? ''
  const what = at.tagName.toLowerCase() + ' ' + name.slice(0, 40)
  const place = all.indexOf(at) + ' ' + what
  if (at === document.body || at === document.documentElement) return { what, place: '', fault: null }
  const editor = at.closest('.cm-editor')
  const drawn = editor ?? (at.matches('.visually-hidden') ? at.parentElement : at)
  const style = getComputedStyle(drawn)
  const isRinged = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
  if (!isRinged) return { what, place, fault: 'no ring' }
  const box = drawn.getBoundingClientRect()
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)]
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)]
  if (right - left < 1 || bottom - top < 1) return { what, place, fault: 'outside of the window' }
  // A corner and the middle: one that shows says where the focus is.
  const points = [[(left + right) / 2, (top + bottom) / 2], [left + 3, top + 3], [right - 3, bottom - 3]]
  const shows = points.some(([x, y]) => {
    const found = document.elementFromPoint(x, y)
    return found !== null && (drawn.contains(found) || found.contains(drawn))
  })
  return { what, place, fault: shows ? null : 'covered' }
})()`
