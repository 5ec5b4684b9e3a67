import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openDeadline } from './deadline.ts'

function watched(limitMs: number) {
  const deadline = openDeadline(limitMs)
  let ends = 0
  const stop = deadline.onEnd(() => ends++)
  return { deadline, stop, ends: () => ends }
}

test('it is over when its time has passed, once', async () => {
  const { deadline, ends } = watched(20)
  expect(deadline.isOver()).toBe(false)
  expect(deadline.remainingMs()).toBeGreaterThan(0)
  await delay(60)
  deadline.abandon()
  expect([deadline.isOver(), deadline.remainingMs(), ends()]).toEqual([true, 0, 1])
})

test('it ends with the last who waits, in whatever order they leave', () => {
  const { deadline, ends } = watched(60_000)
  const other = openDeadline(60_000)
  const first = deadline.hold(other)
  const second = deadline.hold(other)
  deadline.abandon()
  deadline.abandon()
  second()
  second()
  expect(deadline.isOver()).toBe(false)
  first()
  expect([deadline.isOver(), ends()]).toEqual([true, 1])
})

test('who comes late is told at once, who has stopped is not', () => {
  const { deadline, stop, ends } = watched(60_000)
  stop()
  deadline.abandon()
  expect(ends()).toBe(0)
  let told = 0
  deadline.onEnd(() => told++)
  expect(told).toBe(1)
})

test('requests that hold each other end when nobody waits for any of them', () => {
  const [one, two, three] = [watched(60_000), watched(60_000), watched(60_000)]
  one.deadline.hold(two.deadline)
  two.deadline.hold(three.deadline)
  three.deadline.hold(one.deadline)
  one.deadline.abandon()
  two.deadline.abandon()
  expect([one, two, three].map(({ ends }) => ends())).toEqual([0, 0, 0])
  three.deadline.abandon()
  expect(three.ends()).toBe(1)
})
