import { describe, expect, test } from 'vitest'
import { type Admission, type Admitted, openAdmission } from './admission-door.ts'

const stays = (): void => undefined

/** A door with a clock that the test turns; `most` is below what it would learn. */
function opened({ most = 2, waitMs = 1000 } = {}) {
  let at = 0
  const door = openAdmission({ most, waitMs, loop: { lateMs: () => 0 }, now: () => at })
  const turn = (ms: number): void => {
    at += ms
    door.look()
  }
  return { door, turn }
}

function isIn(entered: ReturnType<Admission['enter']>): Admitted {
  if (entered === undefined || entered instanceof Promise) throw new Error('expected it to be in')
  return entered
}

function waits(entered: ReturnType<Admission['enter']>): Promise<Admitted | undefined> {
  if (!(entered instanceof Promise)) throw new Error('expected it to wait')
  return entered
}

describe('the door', () => {
  test('lets in as many as may be, and refuses one more where nobody waits', () => {
    const { door } = opened({ waitMs: 0 })
    const [first] = [isIn(door.enter(stays)), isIn(door.enter(stays))]
    expect(door.enter(stays)).toBeUndefined()
    first.ended()
    first.ended()
    isIn(door.enter(stays))
    expect(door.enter(stays)).toBeUndefined()
    expect(door.state()).toEqual({ limit: 2, working: 2, waiting: 0, refused: 2 })
  })

  test('lets those who wait in, the first first, and says how long they waited', async () => {
    const { door, turn } = opened({ most: 1 })
    const first = isIn(door.enter(stays))
    const [second, third] = [waits(door.enter(stays)), waits(door.enter(stays))]
    turn(30)
    first.ended()
    const next = await second
    expect([next?.waitedMs, door.state().waiting]).toEqual([30, 1])
    next?.ended()
    expect((await third)?.waitedMs).toBe(30)
  })

  test('gives the place of one who rests to another, and counts both when it goes on', () => {
    const { door } = opened({ most: 100, waitMs: 0 })
    const all = Array.from({ length: 64 }, () => isIn(door.enter(stays)))
    expect(door.enter(stays)).toBeUndefined()
    const goOn = [all[0]?.rest(), all[0]?.rest()]
    isIn(door.enter(stays))
    expect(door.enter(stays)).toBeUndefined()
    goOn[0]?.()
    expect(door.state().working).toBe(64)
    goOn[1]?.()
    expect(door.state().working).toBe(65)
    // One that ends while it rests is counted off once.
    const last = all[1]?.rest()
    all[1]?.ended()
    last?.()
    expect(door.state().working).toBe(64)
  })

  test.each([
    ['who works long tells that fewer should', false],
    ['who only waits for a ministry tells nothing', true],
  ])('%s', (_name, rests) => {
    const { door, turn } = opened({ most: 100 })
    const all = Array.from({ length: 20 }, () => isIn(door.enter(stays)))
    const goOn = rests ? all.map((one) => one.rest()) : []
    turn(1000)
    for (const one of goOn) one()
    for (const one of all) one.ended()
    turn(1500)
    expect(door.state().limit < 64).toBe(!rests)
  })

  test('is open to the next when an answer is made, but not to more than may be open', async () => {
    const { door } = opened({ most: 2 })
    const both = [isIn(door.enter(stays)), isIn(door.enter(stays))]
    const third = waits(door.enter(stays))
    for (const one of both) one.worked()
    expect(door.state()).toMatchObject({ working: 0, waiting: 1 })
    both[0]?.ended()
    expect((await third)?.waitedMs).toBe(0)
  })

  test('refuses nobody who is served within half of the wait, and at once who would not be', async () => {
    const { door, turn } = opened({ most: 10 })
    const inside: Admitted[] = []
    const come = async (): Promise<void> => {
      const admitted = await door.enter(stays)
      if (admitted) inside.push(admitted)
    }
    // 10 end in 100 ms, so that 50 do within half a second.
    for (let round = 0; round < 10; round++) {
      while (door.state().waiting < 20) void come()
      await new Promise(setImmediate)
      for (const one of inside.splice(0)) one.ended()
      turn(100)
    }
    while (door.state().waiting < 50) void waits(door.enter(stays))
    expect(door.state().refused).toBe(0)
    expect(door.enter(stays)).toBeUndefined()
    expect(door.state()).toMatchObject({ waiting: 50, refused: 1 })
  })

  test('refuses who has waited as long as one may', async () => {
    const { door, turn } = opened({ most: 1 })
    isIn(door.enter(stays))
    const second = waits(door.enter(stays))
    turn(999)
    expect(door.state().waiting).toBe(1)
    turn(1)
    expect(await second).toBeUndefined()
    expect(door.state()).toMatchObject({ waiting: 0, refused: 1 })
  })

  test('forgets who goes away', async () => {
    const { door } = opened({ most: 1 })
    const first = isIn(door.enter(stays))
    let leave = stays
    const second = waits(door.enter((left) => (leave = left)))
    leave()
    expect(await second).toBeUndefined()
    first.ended()
    expect(door.state()).toEqual({ limit: 1, working: 0, waiting: 0, refused: 0 })
  })
})
