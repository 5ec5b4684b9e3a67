import { describe, expect, test } from 'vitest'
import { verifiedTokens } from './verified-tokens.ts'

const at = (seconds: number) => new Date(seconds * 1000)
const value = Object.freeze({ of: 'somebody' })

describe('verified tokens', () => {
  test('are given out until their end, and not at it', () => {
    const tokens = verifiedTokens(1000)
    tokens.set('token', value, { at: at(1000), until: 1060 })
    expect(tokens.get('token', at(1059.999))).toBe(value)
    expect(tokens.get('token', at(1060))).toBeUndefined()
    expect(tokens.get('token', at(1000))).toBeUndefined()
  })

  test('are forgotten once they have run out, though nobody asks for them', () => {
    const tokens = verifiedTokens(1000)
    for (let each = 0; each < 10; each++)
      tokens.set(`token ${each}`, value, { at: at(1000), until: 1010 + each * 10 })
    tokens.set('later', value, { at: at(1029), until: 2000 })
    expect(tokens.size()).toBe(11)
    tokens.set('later', value, { at: at(1030), until: 2000 })
    // Those that end at 1010, 1020 and 1030.
    expect(tokens.size()).toBe(8)
    expect(tokens.get('token 3', at(1030))).toBe(value)
    tokens.set('earlier', value, { at: at(500), until: 600 })
    expect(tokens.size()).toBe(9)
  })

  test('hold so many characters of text, and forget what was used longest ago', () => {
    const tokens = verifiedTokens(30)
    const times = { at: at(1000), until: 2000 }
    for (const token of ['a', 'b', 'c']) tokens.set(token.repeat(10), value, times)
    expect(tokens.size()).toBe(3)
    expect(tokens.get('a'.repeat(10), at(1000))).toBe(value)
    tokens.set('d', value, times)
    expect(tokens.get('b'.repeat(10), at(1000))).toBeUndefined()
    expect(tokens.get('a'.repeat(10), at(1000))).toBe(value)
  })
})
