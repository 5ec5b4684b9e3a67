import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { longWait } from './long-wait.ts'

function placeThatNotes() {
  const seen: string[] = []
  const rest = () => {
    seen.push('rests')
    return () => void seen.push('goes on')
  }
  return { seen, place: { rest } }
}

/** An answer that comes when it is told to. */
function answerLater() {
  const settle: { resolve?: (answer: string) => void; reject?: (error: Error) => void } = {}
  const promise = new Promise<string>((resolve, reject) =>
    Object.assign(settle, { resolve, reject }),
  )
  return { promise, settle }
}

test('who waits long leaves its place, and takes it again with the answer', async () => {
  const { seen, place } = placeThatNotes()
  const answer = answerLater()
  const waiting = longWait(place, answer.promise)
  while (seen.length === 0) await after(10)
  expect(seen).toEqual(['rests'])
  answer.settle.resolve?.('late')
  expect(await waiting).toBe('late')
  expect(seen).toEqual(['rests', 'goes on'])
})

test('and takes it again when there is none', async () => {
  const { seen, place } = placeThatNotes()
  const answer = answerLater()
  const waiting = longWait(place, answer.promise)
  while (seen.length === 0) await after(10)
  answer.settle.reject?.(new Error('away'))
  await expect(waiting).rejects.toThrow('away')
  expect(seen).toEqual(['rests', 'goes on'])
})

test('who is answered soon keeps it', async () => {
  const { seen, place } = placeThatNotes()
  expect(await longWait(place, Promise.resolve('soon'))).toBe('soon')
  await after(350)
  expect(seen).toEqual([])
})
