import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { parquetReadObjects } from 'hyparquet'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { describeInBrowser } from '../support/browser.ts'
import { type ConsoleHouse, openConsoleHouse } from '../support/console-house.ts'
import { csvCells } from '../support/exported.ts'
import {
  formula,
  hostile,
  type HostileDatabases,
  openHostileDatabases,
} from '../support/hostile-databases.ts'
import { faultsEverywhere } from '../support/page-faults.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** Whether a text ran that should only be read. */
const hasRun = async (page: Page): Promise<boolean> =>
  Boolean(await page.evaluate('window.ran !== undefined'))

/** Runs in the page: what of an SVG would run, were it opened. */
const runsWhenOpened = `(text) => [...new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('*')]
  .filter((one) => /^(script|foreignObject|iframe|parsererror)$/i.test(one.tagName) ||
    one.getAttributeNames().some((name) => /^on|href$/i.test(name)))
  .map(({ tagName }) => tagName)`

interface Province {
  readonly code: string
  readonly name: string
  readonly areaKm2: number
}

const question = `# ${hostile}
query Hostile { provinces(first: 20) { nodes { code name areaKm2 } } }`

describeInBrowser('journeys over names that would run', () => {
  let world: ConsoleHouse
  let databases: HostileDatabases
  let provinces: readonly Province[]
  beforeAll(async () => {
    databases = await openHostileDatabases()
    await using reference = await connected(databases.urlOf('reference', 'owner'))
    const { rows } = await reference.query<Province>(
      `SELECT code, name_vi AS name, area_km2::float8 AS "areaKm2" FROM province ORDER BY code`,
    )
    provinces = rows
    world = await openConsoleHouse({ databases: databases.urlOf })
  })
  afterAll(async () => {
    await world[Symbol.asyncDispose]()
    await databases[Symbol.asyncDispose]()
  })

  async function write(page: Page, query: string, variables = ''): Promise<void> {
    await page.locator('.ask-query .cm-content').click()
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText(query)
    await page.locator('.ask-variables .cm-content').click()
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    await page.keyboard.insertText(variables)
    await page.keyboard.press('Control+Enter')
  }

  test('an analyst takes an answer along in every format, and a picture: the values are the database’s', async () => {
    const { context, page, complaints } = await world.signIn('analyst', '/ask')
    await write(page, question)
    await page.getByText('20 dòng').waitFor()
    expect(await page.locator('[data-place="0 1"]').innerText()).toBe(hostile)
    const saved = async (format: string): Promise<Download> => {
      await page.getByRole('button', { name: 'Xuất tệp' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Định dạng').selectOption(format)
      const coming = page.waitForEvent('download')
      await dialog.getByRole('button', { name: 'Xuất', exact: true }).click()
      const download = await coming
      await dialog.waitFor({ state: 'hidden' })
      return download
    }
    const lines = provinces.map(({ code, name, areaKm2 }) => [code, name, areaKm2])

    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(await (await saved('xlsx')).path())
    const [sheet, source] = workbook.worksheets
    const cells = (sheet?.getSheetValues() ?? []).slice(1) as unknown[][]
    expect(cells.map((line) => line.slice(1))).toEqual([['code', 'name', 'areaKm2'], ...lines])
    const told = JSON.stringify(source?.getSheetValues())
    expect(told).toContain('onerror')
    expect(told).not.toContain('"formula"')

    const parquet = await readFile(await (await saved('parquet')).path())
    const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length)
    expect(await parquetReadObjects({ file })).toEqual(provinces)

    const ndjson = await readFile(await (await saved('ndjson')).path(), 'utf8')
    const records = ndjson
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(records.slice(0, -1)).toEqual(provinces)
    expect(records.at(-1)).toMatchObject({ $export: { end: 'complete', query: question } })

    const csv = csvCells({ bytes: await readFile(await (await saved('csv')).path()) })
    expect(csv.map(([code]) => code?.replace('\uFEFF', ''))).toEqual([
      'code',
      ...provinces.map(({ code }) => code),
    ])
    const named = new Map(csv.map(([code, name]) => [code, name]))
    expect(named.get('01')?.replace(/^'/, '')).toBe(hostile)
    // What a spreadsheet would run is a text there.
    expect(named.get('04')).toBe(`'${formula}`)

    // An export that is under way is cancelled at the gateway too.
    let isCut = false
    page.on('requestfailed', (request) => {
      if (request.url().endsWith('/export')) isCut = true
    })
    await page.route('**/export', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 20_000))
      await route.abort().catch(() => undefined)
    })
    await page.getByRole('button', { name: 'Xuất tệp' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Xuất', exact: true }).click()
    await page.getByRole('dialog').getByText('Đang xuất:').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Huỷ' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expect.poll(() => isCut).toBe(true)
    await page.unrouteAll({ behavior: 'ignoreErrors' })

    // The chart: labels and what is told beside the pointer are texts, and so is all of a saved picture.
    await page.getByRole('radio', { name: 'Biểu đồ' }).click()
    await page.getByLabel('Kiểu', { exact: true }).selectOption('bar')
    await page.getByLabel('Theo', { exact: true }).selectOption({ label: 'name' })
    const svg = page.locator('.chart-frame svg').first()
    await svg.locator('rect').first().waitFor()
    await svg.locator('rect').first().hover({ force: true })
    const beside = svg.locator('text', { hasText: 'areaKm2:' })
    await beside.waitFor()
    expect(await beside.textContent()).toContain(hostile.slice(0, 13))
    await page.getByRole('button', { name: 'Lưu hình' }).click()
    const picture = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'SVG' }).click()
    const text = await readFile(await (await picture).path(), 'utf8')
    expect(text).toContain('onerror')
    await using folder = await temporaryDirectory()
    const path = join(folder.path, 'picture.svg')
    await writeFile(path, text)
    const viewer = await context.newPage()
    await viewer.goto(`file://${path}`)
    expect(await viewer.evaluate(`(${runsWhenOpened})(${JSON.stringify(text)})`)).toEqual([])
    expect(await hasRun(viewer)).toBe(false)
    expect(await hasRun(page)).toBe(false)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('texts of faults, names of answers and addresses are texts', async () => {
    const { context, page, complaints } = await world.signIn('analyst', '/ask')
    await page.route('**/graphql', (route) =>
      route.fulfill({
        contentType: 'application/json',
        body: JSON.stringify({
          data: null,
          errors: [{ message: hostile, path: [hostile], extensions: { code: hostile } }],
          extensions: { provenance: { [hostile]: { asOf: '2026-01-01T00:00:00Z', latencyMs: 1 } } },
        }),
      }),
    )
    await write(page, '{ provinces { nodes { code } } }')
    await page.locator('.ask-answer', { hasText: 'onerror' }).waitFor()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await write(
      page,
      '{ innerText: provinces(first: 1) { nodes { onload: code innerHTML: name } } }',
    )
    await page.locator('.ask-answer', { hasText: 'onerror' }).waitFor()
    await page.getByRole('radio', { name: 'JSON' }).click()
    await page.locator('.json-line', { hasText: 'onerror' }).waitFor()
    const text = encodeURIComponent(hostile)
    for (const path of [
      `/reports/${text}`,
      `/reports/people-by-ethnicity?p.x=${text}&version=${text}`,
      `/schema/${text}`,
      `/${text}`,
      `/ask?${text}#${text}`,
    ]) {
      await page.goto(`${world.url}${path}`, { waitUntil: 'networkidle' })
      expect(await hasRun(page), path).toBe(false)
    }
    // Browsers write a line for every answer that is a refusal; the refusals are what was asked for.
    const refused = /^Failed to load resource: the server responded with a status of 4\d\d/
    expect(complaints.filter((one) => !refused.test(one))).toEqual([])
    await context.close()

    for (const to of [
      '//evil.invalid/',
      'https://evil.invalid/',
      'javascript:window.ran=1',
      '/\\evil.invalid',
      '/%09/evil.invalid',
    ]) {
      const other = await world.visit(`/console/sign-in?to=${encodeURIComponent(to)}`)
      await other.page.locator('button[value="analyst"]').click()
      await other.page.waitForURL(({ pathname }) => !/^\/(console|dev)\//.test(pathname))
      expect(new URL(other.page.url()).origin, to).toBe(world.url)
      expect(await hasRun(other.page), to).toBe(false)
      await other.context.close()
    }
  })

  test('a report is saved, scheduled and run, its name a text everywhere', async () => {
    const { context, page, complaints } = await world.signIn(
      'analyst',
      '/reports/people-by-ethnicity',
    )
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
    await page.waitForURL(`${world.url}/reports/ba-tinh`)
    await page.getByRole('heading', { level: 1, name: `Ba tỉnh ${hostile}` }).waitFor()
    await page.goto(`${world.url}/reports/ba-tinh?p.n=2`)
    await page.locator('.answer').waitFor()
    await page.getByText('Bảng', { exact: true }).first().click()
    await page.getByText('2 dòng').waitFor()
    expect(await page.getByLabel('n', { exact: true }).inputValue()).toBe('2')

    await page.getByRole('button', { name: 'Khác' }).click()
    await page.getByRole('menuitem', { name: 'Lịch chạy' }).click()
    expect(await faultsEverywhere(page)).toEqual([])
    await dialog.getByLabel('Lặp lại').selectOption('interval')
    await dialog.getByLabel('Số phút giữa hai lần, từ 15').fill('15')
    await dialog.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByText('Đã đặt lịch').waitFor()
    await using registry = await connected(world.house.registryUrl)
    await registry.query(
      `UPDATE reports.schedule SET next_at = date_trunc('milliseconds', now() - interval '1 day')`,
    )
    await expect
      .poll(async () => (await registry.query('SELECT 1 FROM reports.run')).rowCount, {
        timeout: 30_000,
        interval: 200,
      })
      .toBe(1)
    await page.getByRole('button', { name: 'Khác' }).click()
    await page.getByRole('menuitem', { name: 'Các lần chạy' }).click()
    await dialog.getByText('đủ', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: 'Xem', exact: true }).click()
    await dialog.locator('.answer').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Khác' }).click()
    await page.getByRole('menuitem', { name: 'Lịch chạy' }).click()
    await dialog.getByText('Đang có lịch').waitFor()
    await dialog.getByRole('button', { name: 'Bỏ lịch' }).click()
    await page.getByText('Đã bỏ lịch').waitFor()
    await page.goto(`${world.url}/reports`)
    await page.getByRole('link', { name: `Ba tỉnh ${hostile}` }).click()
    await page.getByRole('button', { name: 'Khác' }).click()
    await page.getByRole('menuitem', { name: 'Cất đi' }).click()
    await dialog.getByText('các phiên bản vẫn được giữ').waitFor()
    expect(await faultsEverywhere(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Cất đi' }).click()
    await page.waitForURL(`${world.url}/reports`)
    await page.locator('.report-card').first().waitFor()
    expect(await page.getByText('Ba tỉnh').count()).toBe(0)
    expect(await hasRun(page)).toBe(false)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('an officer names a purpose and reads a person; the citizen and the inspector see it', async () => {
    const officer = await world.signIn('officer', '/ask')
    const person = `{ person(pin: "${persona.citizenPin}") { fullName birthDate } }`
    await officer.page.getByLabel('Mục đích').selectOption('population-management')
    await officer.page.locator('.ask-note', { hasText: 'Căn cứ' }).waitFor()
    await write(officer.page, person)
    await officer.page.locator('.ask-answer', { hasText: 'onerror' }).waitFor()
    expect(await hasRun(officer.page)).toBe(false)
    expect(officer.complaints).toEqual([])
    await officer.context.close()

    const citizen = await world.signIn('citizen', '/my-data')
    await citizen.page.locator('.my-facts', { hasText: hostile }).first().waitFor()
    await citizen.page
      .locator('#accessLog .my-entry', { hasText: 'Cán bộ dân cư' })
      .first()
      .waitFor()
    await citizen.page.getByRole('button', { name: 'Mang về' }).click()
    const opening = citizen.context.waitForEvent('page')
    await citizen.page.getByRole('menuitem', { name: /dạng trang/ }).click()
    const printed = await opening
    await printed.getByText('onerror').first().waitFor()
    for (const page of [citizen.page, printed]) expect(await hasRun(page)).toBe(false)
    expect(citizen.complaints).toEqual([])
    await citizen.context.close()

    const inspector = await world.signIn('inspector', '/inspect')
    await inspector.page.getByRole('textbox', { name: 'Tài khoản' }).fill(hostile)
    await inspector.page.getByRole('button', { name: 'Tìm', exact: true }).click()
    await inspector.page.getByText('Không có bản ghi nào như vậy.').waitFor()
    expect(await hasRun(inspector.page)).toBe(false)
    expect(inspector.complaints).toEqual([])
    await inspector.context.close()
  })

  test('a publisher mends a draft, publishes it, and goes back; its descriptions are texts', async () => {
    const { context, page, complaints } = await world.signIn('publisher:land', '/ministry/land')
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
      const token = await world.house.token('land-officer', 'land-registration')
      const headers = { authorization: `Bearer ${token}` }
      return await (await fetch(`${world.url}/schema.graphql`, { headers })).text()
    }
    await expect.poll(served, { timeout: 20_000, interval: 300 }).toContain('onerror')
    const officer = await world.signIn('land-officer', '/schema/Parcel')
    await officer.page.locator('.explorer', { hasText: 'onerror' }).first().waitFor()
    expect(await hasRun(officer.page)).toBe(false)
    expect(officer.complaints).toEqual([])
    await officer.context.close()

    await page.getByRole('button', { name: 'Quay về' }).click()
    const back = page.getByRole('dialog').getByRole('button', { name: 'Quay về' })
    expect(await back.isDisabled()).toBe(true)
    expect(await faultsEverywhere(page)).toEqual([])
    await page.getByLabel('Gõ land để xác nhận').fill('land')
    await back.click()
    await page.getByText('Đã quay về bản 1').waitFor()
    await page.getByRole('row', { name: /^1 đang dùng/ }).waitFor()
    expect(await hasRun(page)).toBe(false)
    expect(complaints).toEqual([])
    await context.close()
  })
})
