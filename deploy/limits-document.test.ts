import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { limitsDocument } from './limits-document.ts'

test('docs/limits.md holds the limits of the code (vitest -u writes them)', async () => {
  const page = await readFile(new URL('../docs/limits.md', import.meta.url), 'utf8')
  await expect(limitsDocument(page)).toMatchFileSnapshot('../docs/limits.md')
})
