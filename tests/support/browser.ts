import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { describe } from 'vitest'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Where Chromium lies: CHROMIUM, or the first of its names in PATH; undefined: this machine has none. */
export const chromiumPath: string | undefined = [
  process.env['CHROMIUM'],
  ...names.flatMap((name) =>
    (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)),
  ),
].find((file) => file !== undefined && file !== '' && mayRun(file))

if (chromiumPath === undefined)
  process.stderr.write(
    'no Chromium: tests in a browser are skipped (set CHROMIUM, or install it)\n',
  )

/** `describe` for tests in a real browser; they are skipped where there is none. */
export const describeInBrowser = describe.skipIf(chromiumPath === undefined)

export interface OpenBrowser extends AsyncDisposable {
  readonly browser: Browser
}

/** A Chromium without a window; closed at the end of the scope. */
export async function openBrowser(): Promise<OpenBrowser> {
  if (chromiumPath === undefined) throw new Error('expected a Chromium, got none')
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    // Root has no other way, and containers give the shared memory of a phone.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  return { browser, [Symbol.asyncDispose]: () => browser.close() }
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
