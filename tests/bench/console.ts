import { buildSchema, introspectionFromSchema } from 'graphql'
import { type Page, chromium } from 'playwright-core'
import { sourceHash } from '../../deploy/console/source-hash.ts'
import { portToKeep } from '../support/port-to-keep.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { Bench } from './bench.ts'
import { startChild } from './child.ts'
import { spread } from './spread.ts'

const rows = 100_000
const scrollMs = 5000
const pixelsAFrame = 240

export const consoleBench: Bench = {
  name: 'console',
  line: 'the page in Chromium: what the first look loads, when it can be used, how 100,000 rows scroll, and when a key is painted with a schema of 5,000 fields',
  usual: { people: 500, rounds: 3 },
  run: async ({ people, rounds }) => {
    await using directory = await temporaryDirectory()
    const port = await portToKeep()
    await using child = await startChild({
      args: ['deploy/lien-thong.mjs', 'start'],
      environment: {
        LIEN_THONG_DATA_DIR: directory.path,
        LIEN_THONG_PEOPLE: String(people),
        LIEN_THONG_LOG_LEVEL: 'error',
        PORT: String(port),
      },
      until: /is ready/,
    })
    console.log(`process ${child.pid}, port ${port}`)
    const url = `http://localhost:${port}`
    await built(url)
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    })
    const looked: number[] = []
    for (let round = 0; round < rounds; round++) looked.push(await lookMs())
    const kilobytes: number[] = []
    const usable: number[] = []
    const frames: number[] = []
    const late: number[] = []
    const keys: number[] = []
    const lateKeys: number[] = []
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      await page.goto(`${url}/console/sign-in?to=/reports`)
      const first = await loaded(page, () => page.click('[value="analyst"]'))
      kilobytes.push(first.kilobytes)
      const again = await loaded(page, () => page.goto(`${url}/reports`))
      usable.push(again.ms)
      const scrolled = await scrolledRows(page, url)
      frames.push(scrolled.aSecond)
      late.push(scrolled.p95)
      const typed = await typedKeys(page, url)
      keys.push(typed.p50)
      lateKeys.push(typed.p95)
      await context.close()
    }
    await browser.close()
    console.log(`first look ${kilobytes.join(', ')} kB; usable after ${usable.join(', ')} ms`)
    console.log(
      `keys painted after ${keys.join(', ')} ms; 95 of 100 after ${lateKeys.join(', ')} ms`,
    )
    console.log(
      `frames a second ${frames.join(', ')}; 95 of 100 frames within ${late.join(', ')} ms`,
    )
    return [
      { name: 'console-up-to-date', value: spread(looked).median, unit: 'ms', aim: '≤ 50' },
      { name: 'console-first-load', value: spread(kilobytes).median, unit: 'kB', aim: '≤ 400' },
      { name: 'console-usable', value: spread(usable).median, unit: 'ms', aim: '≤ 1500' },
      { name: 'console-scroll-100000', value: spread(frames).median, unit: 'frames/s', aim: '60' },
      { name: 'console-scroll-frame-p95', value: spread(late).median, unit: 'ms' },
      { name: 'console-key-5000-fields', value: spread(keys).median, unit: 'ms', aim: '≤ 16' },
      { name: 'console-key-5000-fields-p95', value: spread(lateKeys).median, unit: 'ms' },
    ]
  },
}

/** Waits until the page was built: the start does not. */
async function built(url: string): Promise<void> {
  for (;;) {
    const text = await fetch(url).then((answer) => answer.text())
    if (text.includes('id="page"')) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** What goes over the wire until the list of reports can be used, and how long that takes. */
async function loaded(page: Page, go: () => Promise<unknown>) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  let bytes = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  const began = performance.now()
  await go()
  await page.waitForSelector('.report-card')
  const ms = Math.round(performance.now() - began)
  await page.waitForLoadState('networkidle')
  await session.detach()
  return { ms, kilobytes: Math.round(bytes / 1000) }
}

/** Scrolls a table of synthetic rows, a step each frame, and counts the frames. */
async function scrolledRows(page: Page, url: string) {
  const body = JSON.stringify({ data: { communes: { nodes: Array.from({ length: rows }, row) } } })
  await page.route('**/graphql', (route) =>
    route.fulfill({ status: 200, contentType: 'application/json', body }),
  )
  await page.goto(`${url}/ask`)
  await page.locator('.cm-content').first().click()
  await page.keyboard.insertText('{ communes { nodes { code } } }')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('.grid-row:not(.grid-head)')
  const times = (await page.evaluate(scrolling)) as readonly number[]
  const sorted = times.toSorted((one, other) => one - other)
  return {
    aSecond: Math.round((times.length / scrollMs) * 10_000) / 10,
    p95: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
  }
}

const types = 50
const fieldsOfType = 100
const letters = 240
/** Milliseconds between two keys: 100 words a minute, and a half more. */
const betweenKeysMs = 80

/** Types a document with a schema of 5,000 fields: when each key is painted. */
async function typedKeys(page: Page, url: string) {
  const schema = buildSchema(
    [
      ...Array.from({ length: types }, (_, type) => {
        const fields = Array.from(
          { length: fieldsOfType },
          (_none, field) =>
            `"Trường ${field} · Field ${field}" f${field}: T${(type + field) % types}`,
        )
        return `"Loại ${type} · Type ${type}" type T${type} { ${fields.join(' ')} }`
      }),
      `type Query { ${Array.from({ length: types }, (_, type) => `t${type}: T${type}`).join(' ')} }`,
    ].join('\n'),
  )
  const body = JSON.stringify({ data: introspectionFromSchema(schema) })
  await page.route('**/schema.json', (route) =>
    route.fulfill({ status: 200, contentType: 'application/json', body }),
  )
  await page.goto(`${url}/ask`)
  await page.locator('.ask-query .cm-content').click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.evaluate(watchingKeys)
  const text = `query Q { ${'t1 { f1 { f2 { f3 } f4 } f5 } '.repeat(20)}`.slice(0, letters)
  await page.keyboard.type(text, { delay: betweenKeysMs })
  await page.waitForTimeout(1000)
  const seen = (await page.evaluate('window.keysPainted')) as readonly number[]
  const sorted = seen.toSorted((one, other) => one - other)
  const at = (share: number) =>
    Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10
  return { p50: at(0.5), p95: at(0.95) }
}

/** Runs in the page: milliseconds from each key until it was painted, the wait for the screen's next frame included. */
const watchingKeys = `(() => {
  window.keysPainted = []
  addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => window.keysPainted.push(performance.now() - timeStamp)
      channel.port2.postMessage(0)
    })
  }, { capture: true })
})()`

/** Runs in the page: milliseconds between frames while the table is scrolled. */
const scrolling = `(async () => {
  const grid = document.querySelector('.grid')
  const found = []
  let last = performance.now()
  const end = last + ${scrollMs}
  while (last < end) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve))
    found.push(now - last)
    last = now
    grid.scrollTop += ${pixelsAFrame}
  }
  return found
})()`

function row(_: unknown, index: number) {
  return {
    code: String(index).padStart(6, '0'),
    name: `Xã thứ ${index}`,
    province: { code: String(index % 34), name: `Tỉnh ${index % 34}` },
    areaKm2: index * 1.37,
    count: (index * 7919) % 10_007,
    share: (index % 997) / 997,
    since: '2025-07-01',
    note: index % 5 === 0 ? 'ghi chú' : null,
  }
}

/** Milliseconds until a start knows whether the built page is that of the source. */
async function lookMs(): Promise<number> {
  const begun = performance.now()
  await sourceHash()
  return Math.round(performance.now() - begun)
}
