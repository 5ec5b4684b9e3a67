import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Call, Command } from './command.ts'
import { commands } from './commands.ts'
import { main } from './main.ts'

let out: string[]
let err: string[]
let called: Call[]
beforeEach(() => {
  out = []
  err = []
  called = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line))
})
afterEach(() => vi.restoreAllMocks())

const weigh: Command = {
  name: 'scale weigh',
  line: 'Weigh a thing.',
  words: ['THING'],
  options: { unit: { value: 'NAME', what: 'gram or pound' }, tare: { what: 'set to zero first' } },
  run: (call) => {
    called.push(call)
    return Promise.resolve(0)
  },
}
const scale: Command = { ...weigh, name: 'scale', words: [] }
const fail: Command = {
  ...scale,
  name: 'fail',
  run: () => Promise.reject(new Error('the scale is broken')),
}
const some = [scale, weigh, fail]

function run(line: string, environment: Record<string, string> = {}): Promise<number> {
  return main(some, line.split(' ').filter(Boolean), environment)
}

describe('a command line', () => {
  test('reaches the longest command that fits, with words, values and switches', async () => {
    expect(await run('scale weigh apple --unit=gram --tare')).toBe(0)
    expect(called[0]).toMatchObject({ words: ['apple'], values: { unit: 'gram' } })
    expect(called[0]?.switches).toEqual(new Set(['tare']))
    expect(await run('scale --unit pound')).toBe(0)
    expect(called[1]).toMatchObject({ words: [], values: { unit: 'pound' } })
    expect(await run('scale weigh --unit gram apple')).toBe(0)
    expect(called[2]).toMatchObject({ words: ['apple'], values: { unit: 'gram' } })
  })

  test.each([
    ['scal', 'unknown command: scal; did you mean scale?'],
    ['publish', 'unknown command: publish'],
    ['scale weigh', 'missing: THING'],
    ['scale weigh apple pear', 'superfluous: pear'],
    ['scale wiegh', 'superfluous: wiegh'],
    ['scale --unti gram', 'unknown option: --unti; did you mean --unit?'],
    ['scale --unit', '--unit: expected NAME'],
    ['scale --unit --tare', '--unit: expected NAME'],
    ['scale --unit a --unit b', '--unit is given twice'],
    ['scale --tare=yes', '--tare takes no value'],
    ['scale --__proto__', 'unknown option: --__proto__'],
    ['--unknown', 'unknown option: --unknown'],
  ])('%j is wrong use', async (line, message) => {
    expect(await run(line)).toBe(2)
    expect(err).toEqual([`lien-thong: ${message} (see lien-thong --help)`])
    expect(called).toEqual([])
  })

  test('with wrong settings is wrong use, and its help is still shown', async () => {
    expect(await run('scale', { PORT: 'x' })).toBe(2)
    expect(err[0]).toContain('PORT: expected')
    expect(await run('scale --help', { PORT: 'x' })).toBe(0)
  })

  test('that fails says so in one line, with the stack only when debugging', async () => {
    expect(await run('fail')).toBe(1)
    expect(err).toEqual(['lien-thong: the scale is broken'])
    expect(await run('fail', { LIEN_THONG_LOG_LEVEL: 'debug' })).toBe(1)
    expect(err[1]).toContain('main.test.ts')
  })

  test('asks for help, of all or of one', async () => {
    expect(await run('')).toBe(2)
    expect(await run('--help')).toBe(0)
    for (const shown of [
      'scale weigh THING',
      'LIEN_THONG_PEOPLE',
      'Exit codes',
      'LAND_DATABASE_URL',
    ])
      expect(out[1]).toContain(shown)
    expect(await run('scale weigh --help')).toBe(0)
    expect(out[2]).toContain('Usage: lien-thong scale weigh THING [options]')
    expect(out[2]).toContain('--unit NAME')
    expect(await run('--version')).toBe(0)
    expect(out[3]).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

test('every command has a line and explained options', () => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length)
  for (const { line, options } of commands) {
    expect(line).toMatch(/\.$/)
    for (const option of Object.values(options)) expect(option.what.length).toBeGreaterThan(10)
  }
})
