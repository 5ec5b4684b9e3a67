import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { builtPage } from '../support/built-page.ts'
import { describeInBrowser, openBrowser, type OpenBrowser } from '../support/browser.ts'
import { complaintsOf, documentWidth, seriousFaults } from '../support/page-faults.ts'
import { openSignInGateway, type SignInGateway } from '../support/sign-in-gateway.ts'
import { type SignInProvider, signInProvider } from '../support/sign-in-provider.ts'

// Run in the page, whose globals the types here do not know.
const focused = 'document.activeElement?.value === "operator"'
const keptByScripts =
  'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])'
const signOut = `fetch('/console/sign-out', { method: 'POST', headers: { 'x-console': '1' } })
  .then((answer) => answer.json())
  .then(({ url }) => { location.assign(url ?? '/') })`

interface Told {
  readonly signedIn: boolean
  readonly roles?: readonly { readonly id: string }[]
}

async function session(page: Page): Promise<Told> {
  return (await page.evaluate(async () => {
    const answer = await fetch('/console/session', { headers: { 'x-console': '1' } })
    return await answer.json()
  })) as Told
}

describeInBrowser('in Chromium', () => {
  let chromium: OpenBrowser
  let gateway: SignInGateway
  let context: BrowserContext
  beforeAll(async () => {
    chromium = await openBrowser()
    gateway = await openSignInGateway({ page: await builtPage() })
    context = await chromium.browser.newContext({ locale: 'vi-VN' })
  })
  afterAll(async () => {
    await chromium[Symbol.asyncDispose]()
    await gateway[Symbol.asyncDispose]()
  })

  test('a persona signs in by keyboard alone, and no script ever holds a token', async () => {
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    const authorized: string[] = []
    page.on('request', (request) => {
      if (request.headers()['authorization'] !== undefined) authorized.push(request.url())
    })
    await page.goto(gateway.url)
    await page.locator('a[href^="/console/sign-in"]').first().focus()
    await page.keyboard.press('Enter')
    const choice = page.locator('button[value="operator"]')
    await choice.waitFor()
    for (let turn = 0; turn < 40; turn += 1) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(focused)) break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !/\/(console|dev)\//.test(url.pathname))
    expect(await session(page)).toMatchObject({ signedIn: true, roles: [{ id: 'operator' }] })
    const kept = String(await page.evaluate(keptByScripts))
    expect(kept).not.toContain('eyJ')
    expect(kept).not.toContain('lien-thong-')
    const cookies = await context.cookies()
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
      { name: `lien-thong-${new URL(gateway.url).port}.0`, httpOnly: true, sameSite: 'Strict' },
    ])
    expect(authorized).toEqual([])
    expect(complaints).toEqual([])
    await page.close()
  })

  test('another site can neither use the session, nor end it, nor frame the page', async () => {
    const evil = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(
        `<iframe src="${gateway.url}/"></iframe><form method="post" action="${gateway.url}/console/sign-out"></form>`,
      )
    })
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
    const { port } = evil.address() as AddressInfo
    // The same site by the browser's reckoning, another port; and another site.
    for (const host of ['localhost', '127.0.0.1']) {
      const page = await context.newPage()
      await page.goto(`http://${host}:${port}/`)
      const read = await page.evaluate(async (url) => {
        const ask = async (init: RequestInit): Promise<string> => {
          try {
            return String((await fetch(`${url}/console/session`, init)).status)
          } catch {
            return 'refused'
          }
        }
        const marked = { 'x-console': '1' }
        return [
          await ask({ credentials: 'include' }),
          await ask({ credentials: 'include', headers: marked }),
        ]
      }, gateway.url)
      expect(read, host).toEqual(['refused', 'refused'])
      expect(
        page.frames().some((frame) => frame.url().startsWith(gateway.url)),
        host,
      ).toBe(false)
      await page.evaluate('document.forms[0].submit()')
      await page.waitForURL(`${gateway.url}/console/sign-out`)
      await page.close()
    }
    evil.closeAllConnections()
    await new Promise<void>((resolve) => {
      evil.close(() => resolve())
    })
    const page = await context.newPage()
    await page.goto(gateway.url)
    expect((await session(page)).signedIn).toBe(true)
    await page.close()
  })

  test('the page of personas has no serious fault, light and dark, narrow and wide', async () => {
    const page = await context.newPage()
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [360, 1280]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        await page.goto(`${gateway.url}/console/sign-in`)
        expect(await seriousFaults(page), `${colorScheme} ${width}`).toEqual([])
        expect(await documentWidth(page)).toBeLessThanOrEqual(width)
      }
    await page.close()
  })

  test('signing out in the page ends the session in every tab', async () => {
    const [page, other] = [await context.newPage(), await context.newPage()]
    await page.goto(gateway.url)
    await other.goto(gateway.url)
    await page.evaluate(signOut)
    await page.waitForURL(`${gateway.url}/`)
    expect(await session(other)).toEqual({ signedIn: false })
    expect(await context.cookies()).toEqual([])
    await Promise.all([page.close(), other.close()])
  })
})

describeInBrowser('in Chromium, with a provider on another site', () => {
  let chromium: OpenBrowser
  let gateway: SignInGateway
  let provider: SignInProvider
  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    vi.spyOn(console, 'info').mockImplementation(() => undefined)
    chromium = await openBrowser()
    gateway = await openSignInGateway({
      page: await builtPage(),
      settings: async (url) => {
        provider = await signInProvider(url, { roles: ['analyst'] })
        return {
          OIDC_ISSUER: provider.issuer,
          OIDC_CLIENT_ID: provider.clientId,
          OIDC_CLIENT_SECRET: provider.clientSecret,
        }
      },
    })
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await chromium[Symbol.asyncDispose]()
    await gateway[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
  })

  test('the strict cookie is there on the first page after the way back', async () => {
    const context = await chromium.browser.newContext()
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${gateway.url}/console/sign-in?to=/ask`)
    const answered = page.waitForResponse((one) => one.url().endsWith('/console/session'))
    await page.waitForURL(`${gateway.url}/ask`)
    expect(((await (await answered).json()) as Told).signedIn).toBe(true)
    expect(provider.asked.some((path) => path.startsWith('/interaction/'))).toBe(true)
    expect(complaints).toEqual([])
  })
})
