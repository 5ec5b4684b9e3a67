import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const repository = new URL('../../', import.meta.url)
const text = await readFile(new URL('docs/threat-model.md', repository), 'utf8')

/** `S1`, what it is, how it is held, and the tests. */
const threats = [...text.matchAll(/^\| ([STRIDE]\d+)\s*\|([^|]+)\|([^|]+)\|(.+)\|$/gm)].map(
  ([, id = '', threat = '', held = '', shown = '']) => ({ id, threat, held, shown }),
)

function testsIn(shown: string) {
  return shown.split('<br>').map((one) => {
    const [, file = '', title = ''] = /`([^`]+)` › (.+)/.exec(one.trim()) ?? []
    return { file, title: title.trim() }
  })
}

test('each part of STRIDE has threats, each with an id of its own', () => {
  const ids = threats.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect([...new Set(ids.map(([part]) => part))].join('')).toBe('STRIDE')
  expect(threats.length).toBeGreaterThanOrEqual(50)
})

test.each(threats)('$id is shown by a test that exists', async ({ shown }) => {
  const tests = testsIn(shown)
  expect(tests.length).toBeGreaterThan(0)
  for (const { file, title } of tests) {
    const place = new URL(file, repository)
    expect(existsSync(place), file).toBe(true)
    const source = await readFile(place, 'utf8')
    const isThere = [`'${title}'`, `\`${title}\``].some((quoted) => source.includes(quoted))
    expect(isThere, `${file} › ${title}`).toBe(true)
  }
})
