import { readFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { describeInBrowser, openBrowser, type OpenBrowser } from '../support/browser.ts'
import { complaintsOf, documentWidth, seriousFaults } from '../support/page-faults.ts'
import { openWholeHouse, type WholeHouse } from '../support/whole-house.ts'

/** A text that would run, were it ever taken for markup. */
const hostile = `<img src=x onerror="window.ran=1"></script><script>window.ran=1</script>`

// Run in the page, whose globals the types here do not know.
const watch = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('policy: ' + violatedDirective + ' ' + blockedURI))`
const hasRun = 'window.ran !== undefined'

interface Answer {
  readonly data: Readonly<Record<string, unknown>>
  readonly errors?: unknown
}

describeInBrowser('every page in Chromium', () => {
  let chromium: OpenBrowser
  let house: WholeHouse
  beforeAll(async () => {
    const opened = await Promise.all([openBrowser(), openWholeHouse()])
    chromium = opened[0]
    house = opened[1]
  })
  afterAll(async () => {
    await chromium[Symbol.asyncDispose]()
    await house[Symbol.asyncDispose]()
  })

  /** A browser of a persona's own, who signs in on the way to a page. */
  async function signIn(
    who: string,
    path: string,
  ): Promise<{
    readonly context: BrowserContext
    readonly page: Page
    readonly complaints: string[]
  }> {
    const context = await chromium.browser.newContext({
      locale: 'vi-VN',
      viewport: { width: 1440, height: 900 },
    })
    await context.addInitScript(watch)
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const complaints = complaintsOf(page)
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(`${house.url}${path}`)
    await page.locator(`button[value="${who}"]`).click()
    await page.waitForURL(`${house.url}${path}`)
    return { context, page, complaints }
  }

  async function ask(who: string, query: string, purpose?: string): Promise<Answer> {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await house.token(who, purpose)}`,
        ...(purpose === undefined ? {} : { 'x-purpose': purpose }),
      },
      body: JSON.stringify({ query }),
    })
    const answer = (await response.json()) as Answer
    expect(answer.errors).toBeUndefined()
    return answer
  }

  describe('looks right to everybody', () => {
    // Each with what stands on it once it has loaded.
    const walks: Readonly<Record<string, readonly (readonly [path: string, shown: string])[]>> = {
      citizen: [['/my-data', '.my-facts']],
      analyst: [
        ['/ask', '.ask-query .cm-content'],
        ['/build', '.build-text .cm-content'],
        ['/reports', '.report-card'],
        ['/reports/people-by-ethnicity', '.chart-frame svg'],
        ['/schema', '.explorer-results button, .explorer a, .explorer button'],
        ['/developers', 'h2'],
      ],
      'publisher:land': [
        ['/ministry', '.ministry-card'],
        ['/ministry/land', '[role=tabpanel]'],
      ],
      operator: [['/state', '.badge.good']],
      inspector: [['/inspect', '.inspect-form']],
    }
    test.each(Object.entries(walks))('%s', async (who, pages) => {
      const { context, page, complaints } = await signIn(who, pages[0]?.[0] ?? '/')
      for (const [path, shown] of pages) {
        await page.setViewportSize({ width: 1440, height: 900 })
        await page.emulateMedia({ colorScheme: 'dark' })
        if (new URL(page.url()).pathname !== path) await page.goto(`${house.url}${path}`)
        await page.locator('main').locator(shown).first().waitFor()
        expect(await seriousFaults(page), `${path}, wide, dark`).toEqual([])
        await page.setViewportSize({ width: 360, height: 740 })
        await page.emulateMedia({ colorScheme: 'light' })
        expect(await seriousFaults(page), `${path}, narrow, light`).toEqual([])
        expect(await documentWidth(page), path).toBe(360)
      }
      expect(complaints).toEqual([])
      await context.close()
    })
  })

  test('an analyst opens a report: drawn, as a table and as a workbook it says what GraphQL says', async () => {
    const { context, page, complaints } = await signIn('analyst', '/reports/land-per-household')
    const document = await readFile('docs/reports/land-per-household.graphql', 'utf8')
    const { data } = await ask('analyst', document)
    const { nodes } = data['provinces'] as {
      nodes: readonly { name: string; householdTotals: { count: number | null } }[]
    }
    await page.locator('.chart-frame svg rect').nth(33).waitFor()
    await page
      .getByRole('radio', { name: 'Bảng' })
      .or(page.getByText('Bảng', { exact: true }))
      .first()
      .click()
    const rows = page.getByRole('grid').getByRole('row')
    await rows.nth(5).waitFor()
    const names = await page.locator('[role=gridcell][data-place$=" 1"]').allTextContents()
    expect(names.length).toBeGreaterThan(5)
    expect(nodes.map(({ name }) => name).slice(0, names.length)).toEqual(names)

    await page.getByRole('button', { name: 'Xuất tệp' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: 'Xuất', exact: true }).click()
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(await (await download).path())
    const [sheet] = workbook.worksheets
    const [heads = [], ...lines] = (sheet?.getSheetValues() ?? []).slice(1) as unknown[][]
    const [name, count] = ['name', 'householdTotals.count'].map((head) => heads.indexOf(head))
    expect(lines.map((line) => [line[name ?? 0], line[count ?? 0] ?? null])).toEqual(
      nodes.map((node) => [node.name, node.householdTotals.count]),
    )
    expect(complaints).toEqual([])
    await context.close()
  })

  test('an analyst saves a report with a hostile title, and opens it again by its link', async () => {
    const { context, page, complaints } = await signIn('analyst', '/reports/people-by-ethnicity')
    await page.getByRole('button', { name: 'Khác' }).click()
    await page.getByRole('menuitem', { name: 'Lưu thành báo cáo' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Tên, tiếng Việt').fill(`Ba tỉnh ${hostile}`)
    await dialog.getByLabel('Tên, tiếng Anh').fill(hostile)
    await dialog.getByLabel('Mô tả, tiếng Việt').fill(hostile)
    await dialog.getByLabel('Mã trong đường dẫn').fill('ba-tinh')
    await dialog
      .getByLabel('Truy vấn')
      .fill('query ($n: Int! = 3) { provinces(first: $n) { nodes { code name areaKm2 } } }')
    await dialog.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.waitForURL(`${house.url}/reports/ba-tinh`)
    await page.getByRole('heading', { level: 1, name: `Ba tỉnh ${hostile}` }).waitFor()
    await page.goto(`${house.url}/reports/ba-tinh?p.n=2`)
    await page.locator('.answer').waitFor()
    await page.getByText('Bảng', { exact: true }).first().click()
    expect(complaints).toEqual([])
    await page.getByText('2 dòng').waitFor()
    expect(await page.getByLabel('n', { exact: true }).inputValue()).toBe('2')
    await page.goto(`${house.url}/reports`)
    await page.getByRole('link', { name: `Ba tỉnh ${hostile}` }).waitFor()
    await page.goto(`${house.url}/schema/${encodeURIComponent(hostile)}`)
    await page.locator('main h1, main h2').first().waitFor()
    expect(await page.evaluate(hasRun)).toBe(false)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a citizen sees her records, and an officer who looked', async () => {
    await ask(
      'officer',
      `{ person(pin: "${persona.citizenPin}") { fullName birthDate } }`,
      'population-management',
    )
    const { context, page, complaints } = await signIn('citizen', '/my-data')
    await page.locator('.my-facts', { hasText: persona.citizenName }).first().waitFor()
    const entry = page.locator('#accessLog .my-entry').first()
    await entry.waitFor()
    expect(await entry.innerText()).toMatch(/Cán bộ dân cư.*đã xem/s)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a publisher mends a draft, publishes it, and goes back; its descriptions are texts', async () => {
    const { context, page, complaints } = await signIn('publisher:land', '/ministry/land')
    await page.getByRole('tab', { name: 'Bản nháp' }).click()
    const sdl = page.getByLabel('SDL', { exact: true })
    await expect.poll(() => sdl.inputValue()).toContain('type Parcel')
    const live = await sdl.inputValue()
    await sdl.fill(live.replace('  geohash: ID!', '  geohash: Nowhere!'))
    await page.getByRole('button', { name: 'Kiểm tra' }).click()
    await page.getByRole('cell', { name: 'Nowhere' }).first().waitFor()
    const publish = page
      .locator('main')
      .getByRole('button', { name: 'Công bố', exact: true })
      .first()
    expect(await publish.isDisabled()).toBe(true)

    const text = hostile.replaceAll('"', "'")
    await sdl.fill(live.replace('"Thửa đất (', `"Thửa đất ${text} (`))
    await page.getByRole('button', { name: 'Kiểm tra' }).click()
    await page.getByText('Bản nháp đạt mọi kiểm tra.').waitFor()
    await publish.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Ghi chú').fill(hostile)
    await dialog.getByRole('button', { name: 'Công bố' }).click()
    await page.getByText('Đã công bố bản 2').waitFor()
    await page.getByRole('tab', { name: 'Phiên bản' }).click()
    const second = page.getByRole('row', { name: /^2 đang dùng/ })
    expect(await second.innerText()).toContain(hostile)
    await page.getByRole('button', { name: 'So sánh', exact: true }).click()
    await page.getByRole('dialog').getByText('onerror').first().waitFor()
    await page.keyboard.press('Escape')

    const served = async (): Promise<string> => {
      const token = await house.token('land-officer', 'land-registration')
      const headers = { authorization: `Bearer ${token}` }
      return await (await fetch(`${house.url}/schema.graphql`, { headers })).text()
    }
    await expect.poll(served, { timeout: 20_000, interval: 300 }).toContain('onerror')
    const officer = await signIn('land-officer', '/schema/Parcel')
    await officer.page.locator('.explorer', { hasText: 'onerror' }).first().waitFor()
    expect(await officer.page.evaluate(hasRun)).toBe(false)
    expect(officer.complaints).toEqual([])
    await officer.context.close()

    await page.getByRole('button', { name: 'Quay về' }).click()
    const back = page.getByRole('dialog').getByRole('button', { name: 'Quay về' })
    expect(await back.isDisabled()).toBe(true)
    await page.getByLabel('Gõ land để xác nhận').fill('land')
    await back.click()
    await page.getByText('Đã quay về bản 1').waitFor()
    await page.getByRole('row', { name: /^1 đang dùng/ }).waitFor()
    expect(await page.evaluate(hasRun)).toBe(false)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('an operator sees the state as it happens', async () => {
    const { context, page, complaints } = await signIn('operator', '/state')
    await page.getByText('trực tiếp', { exact: true }).waitFor()
    const lead = page
      .locator('main .muted, main p')
      .filter({ hasText: 'từ khi nó khởi động' })
      .first()
    const before = await lead.innerText()
    await expect.poll(() => lead.innerText(), { timeout: 15_000 }).not.toBe(before)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('an inspector finds a request by its id', async () => {
    const response = await fetch(`${house.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await house.token('officer', 'population-management')}`,
        'x-purpose': 'population-management',
      },
      body: JSON.stringify({ query: `{ person(pin: "${persona.citizenPin}") { birthDate } }` }),
    })
    const id = response.headers.get('x-request-id') ?? ''
    const { context, page, complaints } = await signIn('inspector', '/inspect')
    await page.getByLabel('Mã yêu cầu').fill(id)
    await page.getByRole('button', { name: 'Tìm', exact: true }).click()
    await page.locator('.inspect-open').click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.innerText()).toContain(id)
    expect(await dialog.innerText()).toContain('Person.birthDate')
    expect(await page.locator('.inspect-open').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Tài khoản' }).fill(hostile)
    await page.getByRole('button', { name: 'Tìm', exact: true }).click()
    await page.getByText('Không có bản ghi nào như vậy.').waitFor()
    await page.getByRole('tab', { name: 'Chứng minh toàn vẹn' }).click()
    await page
      .getByRole('row', { name: /whole-house/ })
      .first()
      .waitFor()
    expect(await page.evaluate(hasRun)).toBe(false)
    expect(complaints).toEqual([])
    await context.close()
  })
})
