import { describe, expect, test } from 'vitest'
import { type Deadline, openDeadline } from './deadline.ts'
import { MinistryBusy, openMinistryQueues } from './ministry-queue.ts'

/** Enters as a consumer; the list says in which order turns come. */
function ground(atOnce: number, most: number) {
  const queues = openMinistryQueues({ atOnce, most })
  const order: string[] = []
  const ends: (() => void)[] = []
  const enter = (consumer: string, name = consumer, deadline: Deadline = openDeadline(10_000)) =>
    queues
      .enter('land', consumer, deadline)
      .then(
        (leave) => {
          order.push(name)
          ends.push(leave)
        },
        (error: unknown) => void order.push(error instanceof MinistryBusy ? `${name}: busy` : name),
      )
      .finally(() => deadline.close())
  const leave = async () => {
    ends.shift()?.()
    await Promise.resolve().then(() => Promise.resolve())
  }
  return { queues, order, enter, leave }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('the queue of a ministry', () => {
  test('lets as many pass as may be under way, and the next when one is done', async () => {
    const { queues, order, enter, leave } = ground(2, 10)
    for (const name of ['1', '2', '3']) void enter('a', name)
    await turn()
    expect(order).toEqual(['1', '2'])
    expect(queues.waiting('land')).toBe(1)
    await leave()
    expect(order).toEqual(['1', '2', '3'])
    expect(queues.waiting('land')).toBe(0)
    expect(queues.waiting('health')).toBe(0)
  })

  test('gives turns to consumers, whatever number each has waiting', async () => {
    const { order, enter, leave } = ground(1, 100)
    for (let one = 1; one <= 5; one++) void enter('a', `a${one}`)
    void enter('b', 'b1')
    void enter('c', 'c1')
    for (let one = 0; one < 6; one++) {
      await turn()
      await leave()
    }
    expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'a4', 'a5'])
  })

  test('takes as many as it may, and refuses one more at once', async () => {
    const { order, enter } = ground(1, 3)
    for (let one = 1; one <= 4; one++) void enter('a', `a${one}`)
    await turn()
    expect(order).toEqual(['a1', 'a4: busy'])
  })

  test('refuses the newest of the consumer with the most, not the one that asks little', async () => {
    const { queues, order, enter, leave } = ground(1, 4)
    for (let one = 1; one <= 4; one++) void enter('a', `a${one}`)
    void enter('b', 'b1')
    await turn()
    expect(order).toEqual(['a1', 'a4: busy'])
    expect(queues.waiting('land')).toBe(3)
    await leave()
    await turn()
    await leave()
    await turn()
    expect(order).toEqual(['a1', 'a4: busy', 'a2', 'b1'])
  })

  test('lets go of whom nobody waits for, and of a turn once', async () => {
    const { queues, order, enter, leave } = ground(1, 3)
    void enter('a', 'a1')
    const abandoned = openDeadline(10_000)
    void enter('b', 'b1 gave up', abandoned)
    abandoned.abandon()
    await turn()
    expect(order).toEqual(['a1', 'b1 gave up'])
    expect(queues.waiting('land')).toBe(0)
    await leave()
    void enter('c', 'c1')
    void enter('c', 'c2')
    await turn()
    expect(order).toEqual(['a1', 'b1 gave up', 'c1'])
  })

  test('a turn that is given back twice is one', async () => {
    const queues = openMinistryQueues({ atOnce: 1, most: 3 })
    const deadline = openDeadline(1000)
    const leave = await queues.enter('land', 'a', deadline)
    leave()
    leave()
    await queues.enter('land', 'a', deadline)
    void queues.enter('land', 'a', deadline).catch(() => undefined)
    expect(queues.waiting('land')).toBe(1)
    deadline.close()
  })
})
