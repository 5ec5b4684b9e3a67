import type { BrowserContext, Page } from 'playwright-core'
import { type OpenBrowser, openBrowser } from './browser.ts'
import { complaintsOf } from './page-faults.ts'
import { type HouseChoice, openWholeHouse, type WholeHouse } from './whole-house.ts'

export interface ConsoleAnswer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors?: unknown
  readonly requestId: string
}

/** A browser of a persona's own. */
export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page did that it should not: thrown, written as an error, refused by its policy, a dialog of the browser's. */
  readonly complaints: string[]
}

export interface ConsoleHouse extends AsyncDisposable {
  readonly house: WholeHouse
  readonly url: string
  /** A browser that looks at a path, signed in by nobody. */
  visit(path: string): Promise<Visit>
  /** A browser in which a persona signed in on the way to a path. */
  signIn(who: string, path: string): Promise<Visit>
  /** Asks `/graphql` with a persona's own token. */
  ask(who: string, query: string, purpose?: string): Promise<ConsoleAnswer>
}

// Runs in the page, whose globals the types here do not know.
const watch = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy: ' + violatedDirective + ' ' + blockedURI))`

/** The whole house, and a Chromium that looks at it in Vietnamese. */
export async function openConsoleHouse(choice: HouseChoice = {}): Promise<ConsoleHouse> {
  const [chromium, house]: [OpenBrowser, WholeHouse] = await Promise.all([
    openBrowser(),
    openWholeHouse(choice),
  ])
  const visit = async (path: string): Promise<Visit> => {
    const context = await chromium.browser.newContext({
      locale: 'vi-VN',
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await context.addInitScript(watch)
    const page = await context.newPage()
    // Generous: a machine may be shared and slow.
    page.setDefaultTimeout(40_000)
    const complaints = complaintsOf(page)
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(`${house.url}${path}`)
    return { context, page, complaints }
  }
  return {
    house,
    url: house.url,
    visit,
    async signIn(who, path) {
      const made = await visit(path)
      await made.page.locator(`button[value="${who}"]`).click()
      await made.page.waitForURL(`${house.url}${path}`)
      return made
    },
    async ask(who, query, purpose) {
      const response = await fetch(`${house.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await house.token(who, purpose)}`,
          ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
        },
        body: JSON.stringify({ query }),
      })
      const { data, errors } = (await response.json()) as ConsoleAnswer
      if (errors !== undefined) throw new Error(`expected an answer, got ${JSON.stringify(errors)}`)
      return { data, requestId: response.headers.get('x-request-id') ?? '' }
    },
    async [Symbol.asyncDispose]() {
      await chromium[Symbol.asyncDispose]()
      await house[Symbol.asyncDispose]()
    },
  }
}
