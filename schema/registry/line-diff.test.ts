import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { lineDiff } from './line-diff.ts'

test('a change in the middle, with three lines around it', () => {
  const from = 'a\nb\nc\nd\ne\nf\ng\nh\ni\n'
  expect(lineDiff(from, from.replace('e', 'E\nEE'), ['1', '2'])).toBe(
    '--- 1\n+++ 2\n@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+E\n+EE\n f\n g\n h\n',
  )
  expect(lineDiff(from, from, ['1', '2'])).toBe('')
})

/** The text that a difference turns another into, without the help of the differ. */
function applied(from: string, diff: string): string {
  const lines = from === '' ? [] : from.replace(/\n$/, '').split('\n')
  let moved = 0
  let place = 0
  for (const line of diff.split('\n').slice(2, -1)) {
    const hunk = /^@@ -(\d+)/.exec(line)
    if (hunk) place = Number(hunk[1]) - 1 + moved
    else if (line.startsWith('+')) {
      lines.splice(place++, 0, line.slice(1))
      moved++
    } else if (line.startsWith('-')) {
      expect(lines[place]).toBe(line.slice(1))
      lines.splice(place, 1)
      moved--
    } else expect(lines[place++]).toBe(line.slice(1))
  }
  return lines.map((line) => `${line}\n`).join('')
}

test('applied to the one text it gives the other, with as few lines as `diff` needs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'))
  const text = array(constantFrom('a', 'b', 'c', 'dd', ''), { minLength: 1, maxLength: 30 }).map(
    (lines) => lines.map((line) => `${line}\n`).join(''),
  )
  let rounds = 0
  assert(
    property(text, text, (from, to) => {
      const diff = lineDiff(from, to, ['1', '2'])
      expect(applied(from, diff)).toBe(to)
      if (rounds++ > 20) return
      writeFileSync(join(folder, '1'), from)
      writeFileSync(join(folder, '2'), to)
      const least = edited(systemDiff(folder))
      expect(edited(diff)).toBe(least)
    }),
    { numRuns: 200 },
  )
  rmSync(folder, { recursive: true })
})

function edited(diff: string): number {
  return diff.split('\n').filter((line) => /^[-+](?!--|\+\+)/.test(line)).length
}

function systemDiff(folder: string): string {
  try {
    return execFileSync('diff', ['-d', '-u', join(folder, '1'), join(folder, '2')], {
      encoding: 'utf8',
    })
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout)
  }
}
