import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { problemDocument } from './problem-document.ts'

test('docs/schema.md holds the codes of problems of the code (vitest -u writes them)', async () => {
  const page = await readFile(new URL('../docs/schema.md', import.meta.url), 'utf8')
  await expect(problemDocument(page)).toMatchFileSnapshot('../docs/schema.md')
})
