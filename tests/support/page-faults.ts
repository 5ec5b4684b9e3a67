import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What a page did that it should not: refused by its policy, thrown, or written as an error. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** The rules of axe-core about colours, the only ones that a theme has a part in. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** What axe-core finds serious or critical on a page as it stands, by these rules or all: rule and element. */
export async function seriousFaults(
  page: Page,
  rules?: readonly string[],
): Promise<readonly string[]> {
  if (await page.evaluate('globalThis.axe === undefined'))
    await page.evaluate(await readFile(axeFile, 'utf8'))
  return await page.evaluate(async (values) => {
    interface Violation {
      readonly id: string
      readonly impact: string
      readonly nodes: readonly { readonly target: readonly string[] }[]
    }
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: readonly Violation[] }> }
    }
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      ...(values && { runOnly: { type: 'rule', values } }),
    })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }, rules)
}

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ([1920, 360] as const).map((width) => ({ colorScheme, width })),
)

/**
 * What is wrong with a page as it stands, in both themes, on a wide screen and on a phone: serious faults, and a
 * document that scrolls sideways.
 */
export async function faultsEverywhere(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: width === 360 ? 740 : 1080 })
    // What follows from the width is drawn by then.
    await page.evaluate(
      'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))',
    )
    const faults = await seriousFaults(page, colorScheme === 'dark' ? ofColours : undefined)
    found.push(...faults.map((fault) => `${colorScheme} ${width}: ${fault}`))
    const shown = await documentWidth(page)
    if (shown > width) found.push(`${colorScheme} ${width}: ${shown} px wide`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  return found
}

/** Pixels of the whole document from left to right: more than the window has means that it scrolls sideways. */
export async function documentWidth(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth'))
}
