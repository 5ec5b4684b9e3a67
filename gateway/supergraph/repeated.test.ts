import { expect, test } from 'vitest'
import { repeated } from './repeated.ts'

test('what is asked for while it is done is done once more, and nothing after the end', async () => {
  let done = 0
  const looks = repeated(60_000, async () => {
    done++
  })
  for (let asked = 0; asked < 3; asked++) looks.now()
  await expect.poll(() => done).toBe(2)
  await looks.stop()
  looks.now()
  await looks.stop()
  expect(done).toBe(2)
})
