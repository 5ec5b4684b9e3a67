import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../deploy/connected.ts'
import { developmentClient } from '../../deploy/development-issuer.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { describeInBrowser } from '../support/browser.ts'
import { type ConsoleHouse, openConsoleHouse } from '../support/console-house.ts'
import { databaseUrl } from '../support/database.ts'
import { ensureMonth } from '../support/journal-months.ts'
import { faultsEverywhere } from '../support/page-faults.ts'

interface View {
  readonly path: string
  /** What stands there once it has loaded. */
  readonly shown: string
  /** What is done there first, and what takes it back. */
  readonly open?: (page: Page) => Promise<unknown>
  readonly close?: (page: Page) => Promise<unknown>
}

const press = (name: string) => (page: Page) =>
  page.locator('main').getByRole('button', { name, exact: true }).first().click()
const escape = (page: Page) => page.keyboard.press('Escape')
const dialog = (name: string): Pick<View, 'shown' | 'open' | 'close'> => ({
  shown: 'dialog[open] h2',
  open: press(name),
  close: escape,
})
const choice = (menu: string, item: string): Pick<View, 'shown' | 'open' | 'close'> => ({
  shown: 'dialog[open] h2',
  open: async (page) => {
    await press(menu)(page)
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  },
  close: escape,
})
const tab = (name: string) => (page: Page) => page.getByRole('tab', { name, exact: true }).click()
const radio = (name: string) => (page: Page) => page.getByRole('radio', { name }).click()

const flat = '{ provinces(first: 34) { nodes { code name areaKm2 } } }'
const nested =
  '{ provinces(first: 2) { nodes { code communes(first: 3) { nodes { code name } } } } }'
const asking = (text: string) => async (page: Page) => {
  await page.locator('.ask-query .cm-content').click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
  await page.keyboard.press('Control+Enter')
}
const ask = '/ask'
const report = '/reports/people-by-ethnicity'
const land = '/ministry/land'
const inspect = '/inspect'

const storm = '/scenarios/storm'
const choosingProvince = async (page: Page) => {
  await page.getByRole('combobox', { name: 'Tỉnh, thành phố' }).fill('Hà Nội')
  await page.getByRole('option').first().click()
}
const runningStorm = async (page: Page) => {
  await press('Chọn mọi xã')(page)
  await page.getByLabel('Lý do').fill('Bão số 9 vào đất liền lúc 4 giờ')
  await press('Chạy kịch bản')(page)
  await page.getByText('Lần chạy này chờ thanh tra rà soát.').waitFor()
}

const walks: Readonly<Record<string, readonly View[]>> = {
  citizen: [{ path: '/my-data', shown: '.my-facts' }],
  analyst: [
    { path: ask, shown: '.ask-query .cm-content' },
    { path: ask, shown: '.grid-row:nth-child(3)', open: asking(flat) },
    { path: ask, ...dialog('Cột') },
    { path: ask, ...dialog('Xuất tệp') },
    { path: ask, shown: '.chart-frame svg', open: radio('Biểu đồ') },
    { path: ask, shown: '.json-view, .json', open: radio('JSON') },
    { path: ask, shown: '.answer-sources', open: radio('Nguồn') },
    { path: ask, ...dialog('Lịch sử') },
    { path: ask, shown: '.grid-list', open: asking(nested) },
    {
      path: ask,
      shown: 'dialog[open] .grid-row',
      open: (page) => page.locator('.grid-list').first().click(),
      close: escape,
    },
    { path: ask, ...choice('Việc khác', 'Phím tắt') },
    { path: ask, shown: '.ask-explorer', open: press('Lược đồ') },
    { path: '/build', shown: '.build-text .cm-content' },
    { path: '/reports', shown: '.report-card' },
    { path: report, shown: '.chart-frame svg' },
    { path: report, ...choice('Khác', 'Lưu thành báo cáo') },
    { path: report, ...choice('Khác', 'Các phiên bản') },
    { path: report, ...choice('Khác', 'Các lần chạy') },
    { path: '/indicators', shown: '.score-card .bullet' },
    {
      path: '/indicators',
      shown: '.score-card',
      open: (page) => page.getByLabel('Nơi').selectOption('01'),
    },
    { path: '/indicators/investment.public-disbursement-share', shown: '.indicator-map svg' },
    { path: '/indicators/budget.revenue', shown: 'svg.forecast .forecast-line' },
    { path: '/indicators/wall', shown: '.score-card' },
    { path: '/quality', shown: '.quality-board .badge.good' },
    { path: '/quality', shown: '[role=tabpanel] select', open: tab('Theo nơi') },
    { path: '/schema', shown: '.explorer button' },
    { path: '/schema/Province', shown: '.explorer-title' },
    { path: '/developers', shown: 'h2' },
    { path: '/state', shown: '.notice' },
  ],
  officer: [
    {
      path: ask,
      shown: '.ask-note',
      open: (page) => page.getByLabel('Mục đích').selectOption({ index: 1 }),
    },
    { path: '/quality', shown: '[role=tabpanel] .table' },
    { path: '/quality', shown: '[role=tabpanel] select', open: tab('Bản ghi cần sửa') },
    { path: '/scenarios', shown: '.scenario-card' },
    { path: storm, shown: '.scenario-form textarea' },
    { path: storm, shown: '.scenario-choices input', open: choosingProvince },
    { path: storm, shown: '.scenario-step:last-child .answer', open: runningStorm },
  ],
  'publisher:land': [
    { path: '/ministry', shown: '.ministry-card' },
    { path: land, shown: '[role=tabpanel] .figure' },
    { path: land, shown: '[role=tabpanel] td', open: tab('Phiên bản') },
    { path: land, ...dialog('Xem SDL') },
    { path: land, shown: 'textarea', open: tab('Bản nháp') },
    { path: land, shown: '.notice.good', open: press('Kiểm tra') },
    { path: land, ...dialog('Công bố') },
    { path: land, shown: '[role=tabpanel] td', open: tab('Trường và mức dùng') },
    { path: land, shown: '[role=tabpanel] p', open: tab('Ai đọc dữ liệu') },
    { path: '/tasks', shown: '.task-card' },
    { path: '/tasks', shown: '[role=tabpanel] td', open: tab('Theo tỉnh') },
    {
      path: '/tasks',
      shown: 'dialog[open] h2',
      open: (page) =>
        page.locator('.task-card', { hasText: 'DD-01' }).getByRole('button').first().click(),
      close: escape,
    },
  ],
  operator: [{ path: '/state', shown: '.badge.good' }],
  inspector: [
    { path: inspect, shown: '.inspect-open', open: press('Tìm') },
    {
      path: inspect,
      shown: 'dialog[open] h2',
      open: (page) => page.locator('.inspect-open').first().click(),
      close: escape,
    },
    { path: inspect, shown: '.inspect-open', open: tab('Rà soát khẩn cấp') },
    {
      path: inspect,
      shown: 'dialog[open] textarea',
      open: (page) => page.locator('.inspect-open').first().click(),
      close: escape,
    },
    { path: inspect, shown: '.notice', open: tab('Yêu cầu khẩn cấp') },
    { path: inspect, shown: 'select', open: tab('Đọc nhiều người') },
    { path: inspect, shown: 'td', open: tab('Chứng minh toàn vẹn') },
  ],
}

describeInBrowser('every page in Chromium', () => {
  let world: ConsoleHouse
  beforeAll(async () => {
    // The page asks registered documents alone: what it asks of its own accord is answered all the same.
    world = await openConsoleHouse({ environment: { LIEN_THONG_TRUSTED_ONLY: developmentClient } })
    const application = await world.house.token('application', undefined, developmentClient)
    const registered = await fetch(`${world.url}/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${application}`, 'content-type': 'application/json' },
      body: JSON.stringify({ documents: [flat, nested] }),
    })
    expect(registered.status).toBe(200)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  describe('has no serious fault, light and dark, at 1920 and 360 pixels', () => {
    test('before somebody signs in', async () => {
      const { page, complaints, context } = await world.visit('/')
      await page.locator('.welcome h1').waitFor()
      expect(await faultsEverywhere(page)).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    })

    test.each(Object.entries(walks))('%s', async (who, views) => {
      const { context, page, complaints } = await world.signIn(who, views[0]?.path ?? '/')
      const faults: string[] = []
      for (const { path, shown, open, close } of views) {
        if (new URL(page.url()).pathname !== path) await page.goto(`${world.url}${path}`)
        await page.locator('main h1').first().waitFor({ state: 'attached' })
        await open?.(page)
        await page.locator('main').locator(shown).first().waitFor()
        for (const fault of await faultsEverywhere(page)) faults.push(`${path} ${shown}: ${fault}`)
        await close?.(page)
      }
      expect(faults).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    })
  })

  test('where free questions are closed, an analyst is told so, and asks reports of the house', async () => {
    const { context, page } = await world.signIn('analyst', ask)
    await page.getByText('Ở đây không hỏi tự do được.').waitFor()
    await asking('{ provinces(first: 3) { nodes { code } } }')(page)
    await page.locator('.ask-answer', { hasText: 'Truy vấn chưa được đăng ký.' }).waitFor()
    expect(await page.locator('.grid-row').count()).toBe(0)
    await page.goto(`${world.url}${report}`)
    await page.locator('.chart-frame svg').first().waitFor()
    await page.goto(`${world.url}/schema`)
    await page.locator('.explorer button').first().waitFor()
    expect(await page.getByText('Ở đây không hỏi tự do được.').count()).toBe(0)
    await context.close()
  })

  test('a citizen sees her records, and an officer who looked', async () => {
    await world.ask(
      'officer',
      `{ person(pin: "${persona.citizenPin}") { fullName birthDate } }`,
      'population-management',
    )
    const { context, page, complaints } = await world.signIn('citizen', '/my-data')
    await page.locator('.my-facts', { hasText: persona.citizenName }).first().waitFor()
    const entry = page.locator('#accessLog .my-entry').first()
    await entry.waitFor()
    expect(await entry.innerText()).toMatch(/Cán bộ dân cư.*đã xem/s)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('an officer runs the storm; an inspector reviews it; a citizen sees it when its embargo ends', async () => {
    const officer = await world.signIn('officer', storm)
    await choosingProvince(officer.page)
    await officer.page.getByLabel('Lý do').fill('Tìm 901099012345')
    await officer.page.getByText('Không ghi số định danh của ai').waitFor()
    await runningStorm(officer.page)
    const households = officer.page.getByRole('region', { name: /^Các hộ và thành viên/ })
    await households.locator('.grid-row').nth(3).waitFor()
    const asked = officer.page.getByRole('region', { name: 'Lần chạy này' })
    const run = await asked.locator('code').innerText()
    expect(await asked.innerText()).toMatch(
      /Ba Đình.*\(Hà Nội\).*Bão số 9 vào đất liền lúc 4 giờ.*Phòng thủ dân sự.*điểm b khoản 1 Điều 19.*Cán bộ dân cư/s,
    )
    // On paper every row stands, with the people of each household, in the colours of paper.
    const onScreen = await households.locator('.grid-row').count()
    await officer.page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await households.locator('.printed-table tbody tr').first().waitFor()
    expect(await households.locator('.printed-table tbody tr').count()).toBeGreaterThan(onScreen)
    expect(await households.locator('.printed-list').first().innerText()).toMatch(
      /·.*(Chủ hộ|Vợ, chồng|Con)/s,
    )
    expect(await officer.page.locator('.bar').isVisible()).toBe(false)
    expect(await officer.page.locator('html').getAttribute('data-theme')).toBe('light')
    await officer.page.emulateMedia({ media: 'screen', colorScheme: 'light' })
    await households.locator('.grid-row').first().waitFor()
    expect(await officer.page.locator('html').getAttribute('data-theme')).toBe(null)
    expect(officer.complaints).toEqual([])
    await officer.context.close()

    const inspector = await world.signIn('inspector', inspect)
    const { page } = inspector
    await tab('Rà soát khẩn cấp')(page)
    const line = page.getByRole('row', { name: /persona:officer.*storm/s }).first()
    await line.waitFor()
    const ofWhom = page.getByRole('searchbox', { name: 'Tên định danh người truy cập, đủ' })
    await ofWhom.fill('nobody of this name')
    await page.getByText('Không có lượt nào.').waitFor()
    await ofWhom.fill('persona:officer')
    await line.locator('.inspect-open').click()
    const opened = page.getByRole('dialog')
    expect(await opened.innerText()).toContain('Bão số 9 vào đất liền lúc 4 giờ')
    await opened.getByLabel('Lý do kết luận').fill('Có công điện số 12.')
    await opened.getByRole('button', { name: 'Ghi', exact: true }).click()
    await page.getByText('Đã ghi kết luận.').waitFor()
    await radio('Đã kết luận')(page)
    await line.getByText('có căn cứ').waitFor()
    expect(inspector.complaints).toEqual([])
    await inspector.context.close()

    const citizen = await world.signIn('citizen', '/my-data')
    await citizen.page.locator('.my-facts').first().waitFor()
    await citizen.page.locator('#accessLog').waitFor()
    const seen = citizen.page.locator('#accessLog', { hasText: 'Phòng thủ dân sự' })
    expect(await seen.count()).toBe(0)
    // Civil defence shows after 30 days: what was recorded of the run is put 31 days back.
    await recordedAgo(run, 31)
    await citizen.page.reload()
    await seen.waitFor()
    expect(citizen.complaints).toEqual([])
    await citizen.context.close()
  })

  test('an operator sees the state as it happens', async () => {
    const { context, page, complaints } = await world.signIn('operator', '/state')
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
    const { requestId: id } = await world.ask(
      'officer',
      `{ person(pin: "${persona.citizenPin}") { birthDate } }`,
      'population-management',
    )
    const { context, page, complaints } = await world.signIn('inspector', '/inspect')
    await page.getByLabel('Mã yêu cầu').fill(id)
    await page.getByRole('button', { name: 'Tìm', exact: true }).click()
    await page.locator('.inspect-open').click()
    const record = page.getByRole('dialog')
    expect(await record.innerText()).toContain(id)
    expect(await record.innerText()).toContain('Person.birthDate')
    expect(await page.locator('.inspect-open').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Chứng minh toàn vẹn' }).click()
    await page
      .getByRole('row', { name: /whole-house/ })
      .first()
      .waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })
})

/** Records the requests of a run that showed persons once more, so many days ago, in a chain of their own. */
async function recordedAgo(run: string, days: number): Promise<void> {
  await using journal = await connected(databaseUrl('gateway', 'owner'))
  const { rows } = await journal.query<{ id: string }>(
    `SELECT r.id FROM audit.record AS r WHERE r.kind = 'request' AND r.body -> 'scenario' ->> 'run' = $1
     AND EXISTS (SELECT FROM audit.person AS p WHERE p.id = r.id)`,
    [run],
  )
  expect(rows.length).toBeGreaterThan(0)
  await ensureMonth(journal, new Date(Date.now() - days * 86_400_000))
  for (const { id } of rows) {
    const other = randomUUID()
    await journal.query(
      `INSERT INTO audit.record (chain, seq, at, hash, body)
       SELECT $1, 0, at - make_interval(days => $3), hash, (body::jsonb - 'scenario' || jsonb_build_object('id', $4::text))::json
       FROM audit.record WHERE id = $2 AND kind = 'request'`,
      [other, id, days, other],
    )
    await journal.query(
      `INSERT INTO audit.person SELECT person, at - make_interval(days => $3), $1, ministry, classes
       FROM audit.person WHERE id = $2`,
      [other, id, days],
    )
  }
}
