import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { eventDocument } from './event-document.ts'

test('docs/audit-events.md holds the fields of the code (vitest -u writes them)', async () => {
  const page = await readFile(new URL('../../docs/audit-events.md', import.meta.url), 'utf8')
  await expect(eventDocument(page)).toMatchFileSnapshot('../../docs/audit-events.md')
})
