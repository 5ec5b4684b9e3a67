import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { describeInBrowser } from '../support/browser.ts'
import { type ConsoleHouse, openConsoleHouse, type Visit } from '../support/console-house.ts'
import { isFocused, type Keyboard, keyboardOf } from '../support/keyboard.ts'

const question = '{ provinces(first: 34) { nodes { code name areaKm2 } } }'

describeInBrowser('by keyboard alone', () => {
  let world: ConsoleHouse
  beforeAll(async () => {
    world = await openConsoleHouse()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  /** Signs in without a pointer, from the first page on. */
  async function signIn(who: string): Promise<Visit & { readonly keys: Keyboard }> {
    const visit = await world.visit('/')
    const { page } = visit
    const keys = keyboardOf(page)
    await keys.to(page.locator('main a[href^="/console/sign-in"]'))
    await keys.press('Enter')
    await keys.to(page.locator(`button[value="${who}"]`))
    await keys.press('Enter')
    await page.locator('main h1').first().waitFor({ state: 'attached' })
    return { ...visit, keys }
  }

  const focused = (page: Page, name: string, role: 'button' | 'radio' = 'button') =>
    expect
      .poll(() => page.getByRole(role, { name, exact: true }).first().evaluate(isFocused))
      .toBe(true)

  /** Goes to a page by the navigation. */
  async function go({ page, keys }: { page: Page; keys: Keyboard }, name: string): Promise<void> {
    await keys.to(page.locator('.rail').getByRole('link', { name }), 'Shift+Tab')
    await keys.press('Enter')
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  }

  test('an analyst asks, looks, exports, saves, schedules, builds and signs out', async () => {
    const visit = await signIn('analyst')
    const { page, keys, complaints, context } = visit
    await page.waitForURL(`${world.url}/ask`)
    const editor = page.locator('.ask-query .cm-content')
    await editor.waitFor()

    // The skip link is the first stop, and leads past bar and navigation.
    await page.reload()
    await editor.waitFor()
    await keys.press('Tab')
    expect(await page.locator('.skip').evaluate(isFocused)).toBe(true)
    await keys.press('Enter')
    expect(await page.locator('main').evaluate(isFocused)).toBe(true)

    // The editor takes Tab for itself; Escape, then Tab, leaves it.
    await keys.to(editor)
    expect(await editor.getAttribute('aria-description')).toContain('Esc')
    await keys.type(question)
    await keys.press('Tab')
    expect(await editor.evaluate(isFocused)).toBe(true)
    await keys.press('Control+Z', 'Control+Enter')
    await page.getByText('34 dòng').waitFor()
    const splitter = page.getByRole('separator', { name: 'Chiều cao của truy vấn' })
    await keys.to(splitter)
    const height = await splitter.getAttribute('aria-valuenow')
    await keys.press('ArrowUp')
    expect(await splitter.getAttribute('aria-valuenow')).not.toBe(height)
    const variables = page.locator('.ask-variables .cm-content')
    await keys.to(variables)

    // The answer: its table is one stop, arrows move inside; Enter sorts, the chooser pins.
    await keys.to(page.getByRole('radio', { name: 'Bảng' }))
    await keys.to(page.getByRole('columnheader', { name: 'Code' }).getByRole('button'))
    await keys.press('ArrowRight', 'Enter', 'Enter')
    const named = page.getByRole('columnheader', { name: 'Name' })
    expect(await named.getAttribute('aria-sort')).toBe('descending')
    await keys.press('ArrowDown')
    await expect.poll(() => page.locator('[data-place="0 1"]').evaluate(isFocused)).toBe(true)
    const [first, last] = ['0 1', '33 1'].map((place) => page.locator(`[data-place="${place}"]`))
    const top = await first?.innerText()
    await keys.press('Control+ArrowDown')
    await expect.poll(() => last?.evaluate(isFocused)).toBe(true)
    expect(new Intl.Collator('vi').compare(top ?? '', (await last?.innerText()) ?? '')).toBe(1)
    await keys.to(page.getByRole('button', { name: 'Cột', exact: true }), 'Shift+Tab')
    await keys.press('Enter')
    const chooser = page.getByRole('dialog', { name: 'Cột' })
    await keys.to(chooser.getByRole('checkbox', { name: 'Ghim' }).nth(1))
    await keys.press('Space', 'Escape')
    await focused(page, 'Cột')
    await named.getByLabel('cột ghim').waitFor()

    // A chart and its kinds.
    await keys.to(page.getByRole('radio', { name: 'Bảng' }), 'Shift+Tab')
    await keys.press('ArrowRight')
    await focused(page, 'Biểu đồ', 'radio')
    await page.locator('.chart-frame svg').first().waitFor()
    const kind = page.getByLabel('Kiểu', { exact: true })
    await keys.to(kind)
    const kinds = await kind.locator('option').evaluateAll((all) => all.length)
    expect(kinds).toBeGreaterThan(1)
    const drawn = await kind.inputValue()
    await keys.press((await kind.evaluate(isFirst)) ? 'ArrowDown' : 'ArrowUp')
    await expect.poll(() => kind.inputValue()).not.toBe(drawn)

    // A file, by the dialog alone.
    await keys.to(page.getByRole('button', { name: 'Xuất tệp' }), 'Shift+Tab')
    await keys.press('Enter')
    const exporting = page.getByRole('dialog', { name: 'Xuất tệp' })
    await keys.to(exporting.getByLabel('Định dạng'))
    await keys.press('c')
    await expect.poll(() => exporting.getByLabel('Định dạng').inputValue()).toBe('csv')
    const download = page.waitForEvent('download')
    await keys.to(exporting.getByRole('button', { name: 'Xuất', exact: true }))
    await keys.press('Enter')
    expect((await download).suggestedFilename()).toMatch(/\.csv$/)
    await exporting.waitFor({ state: 'hidden' })
    await focused(page, 'Xuất tệp')
    await keys.press('Enter')
    await keys.to(exporting.getByRole('button', { name: 'Huỷ' }))
    await keys.press('Space')
    await focused(page, 'Xuất tệp')

    // Saved as a report, scheduled, its runs looked at.
    await keys.to(page.getByRole('button', { name: 'Việc khác' }), 'Shift+Tab')
    await keys.press('Enter', 'ArrowDown', 'ArrowUp', 'Enter')
    const saving = page.getByRole('dialog')
    await keys.to(saving.getByLabel('Tên, tiếng Việt'))
    await keys.type('Bằng bàn phím')
    await keys.press('Tab')
    await keys.type('By keyboard')
    await keys.to(saving.getByRole('button', { name: 'Lưu', exact: true }))
    await keys.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Bằng bàn phím' }).waitFor()
    const more = page.getByRole('button', { name: 'Khác', exact: true })
    const choose = async (name: string) => {
      await keys.press('Enter')
      const item = page.getByRole('menuitem', { name, exact: true })
      await item.waitFor()
      for (let step = 0; step < 8 && !(await item.evaluate(isFocused)); step += 1)
        await keys.press('ArrowDown')
      await keys.press('Enter')
    }
    await keys.to(more)
    await choose('Lịch chạy')
    const schedule = page.getByRole('dialog', { name: 'Lịch chạy' })
    await keys.to(schedule.getByLabel('Lặp lại'))
    await keys.press('ArrowDown')
    await keys.to(schedule.getByLabel('Thứ mấy: 1 là thứ hai, 7 là chủ nhật'))
    await keys.press('ArrowUp')
    await keys.to(schedule.getByRole('button', { name: 'Lưu', exact: true }))
    await keys.press('Enter')
    await page.getByText('Đã đặt lịch').waitFor()
    await focused(page, 'Khác')
    await choose('Các lần chạy')
    await page.getByRole('dialog', { name: 'Các lần chạy' }).waitFor()
    await keys.press('Escape')
    await focused(page, 'Khác')

    // The schema: search, a type, and a field that opens as a question.
    await go(visit, 'Lược đồ')
    await keys.to(page.getByRole('searchbox'))
    await keys.type('parcelTotals')
    const result = page.locator('.explorer-results button').first()
    await keys.to(result)
    await keys.press('Enter')
    await page.waitForURL(/\/schema\/\w/)
    expect(await page.evaluate('document.activeElement !== document.body')).toBe(true)

    // Built by clicks that are none.
    await go(visit, 'Dựng câu hỏi')
    await keys.to(page.getByRole('button', { name: 'Thêm điều kiện', exact: true }))
    await keys.press('Enter')
    const field = page.getByRole('combobox', { name: 'Trường' })
    if (!(await field.evaluate(isFocused))) await keys.to(field)
    await keys.press('ArrowDown')
    await keys.type('provinceCode')
    await keys.press('Enter')
    const value = page.getByRole('combobox', { name: 'Giá trị' })
    await keys.to(value)
    await keys.type('ha noi')
    await page.getByRole('option', { name: 'Hà Nội' }).waitFor()
    await keys.press('Enter', 'Escape')
    await expect
      .poll(() => page.locator('.build-text').innerText())
      .toContain('provinceCode: {in: ["01"]}')

    // The way out.
    await keys.to(page.getByRole('button', { name: /^Tài khoản/ }), 'Shift+Tab')
    await keys.press('Enter', 'Enter')
    await page.locator('main a[href^="/console/sign-in"]').waitFor()
    expect(keys.unseen).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a publisher goes through the tabs, checks a draft, and looks at versions', async () => {
    const visit = await signIn('publisher:land')
    const { page, keys, complaints, context } = visit
    await go(visit, 'Lược đồ con')
    await keys.to(page.locator('.ministry-card').first())
    await keys.press('Enter')
    const tab = (name: string) => page.getByRole('tab', { name })
    await keys.to(tab('Tổng quan'))
    await keys.press('ArrowRight')
    expect(await tab('Phiên bản').evaluate(isFocused)).toBe(true)
    await keys.to(page.getByRole('button', { name: 'Xem SDL' }).first())
    await keys.press('Enter')
    await page.getByRole('dialog').getByText('type Parcel').first().waitFor()
    await keys.press('Escape')
    await focused(page, 'Xem SDL')
    await keys.to(tab('Phiên bản'), 'Shift+Tab')
    await keys.press('ArrowRight')
    await page.getByLabel('SDL', { exact: true }).waitFor()
    await keys.to(page.getByLabel('SDL', { exact: true }))
    await keys.to(page.getByRole('button', { name: 'Kiểm tra' }))
    await keys.press('Enter')
    await page.getByText('Bản nháp đạt mọi kiểm tra.').waitFor()
    await keys.to(page.locator('input[type=file]'))
    await keys.to(page.locator('main').getByRole('button', { name: 'Công bố' }), 'Shift+Tab')
    await keys.press('Enter')
    await page.getByRole('dialog', { name: 'Công bố lược đồ con land' }).waitFor()
    await keys.press('Escape')
    await focused(page, 'Công bố')
    await keys.to(tab('Bản nháp'), 'Shift+Tab')
    await keys.press('ArrowRight', 'ArrowRight')
    expect(await tab('Ai đọc dữ liệu').getAttribute('aria-selected')).toBe('true')
    await keys.press('Home')
    expect(await tab('Tổng quan').getAttribute('aria-selected')).toBe('true')
    expect(keys.unseen).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a citizen walks through her data, and signs out', async () => {
    const { page, keys, complaints, context } = await signIn('citizen')
    await page.locator('.my-facts', { hasText: persona.citizenName }).first().waitFor()
    await keys.to(page.locator('main a, main button').first())
    await keys.to(page.locator('#accessLog input[type=checkbox]'))
    await keys.press('Space')
    expect(await page.locator('#accessLog input[type=checkbox]').isChecked()).toBe(true)
    await keys.to(page.getByRole('button', { name: /^Tài khoản/ }))
    await keys.press('Enter', 'Enter')
    await page.locator('main a[href^="/console/sign-in"]').waitFor()
    expect(keys.unseen).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })
})

/** Whether the first option of a list is the chosen one. */
function isFirst(element: unknown): boolean {
  return (element as { readonly selectedIndex: number }).selectedIndex === 0
}
