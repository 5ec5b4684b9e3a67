import { expect, test } from 'vitest'
import { endAll } from './end-all.ts'

test('each is ended once, the last first, also where another one fails to', async () => {
  const ended: string[] = []
  const opened = ['database', 'journal', 'server'].map((name) => async () => {
    ended.push(name)
    if (name !== 'database') throw new Error(`${name} does not end`)
  })
  await expect(endAll(opened)).rejects.toThrow('server does not end')
  await endAll(opened)
  expect(ended).toEqual(['server', 'journal', 'database'])
})
