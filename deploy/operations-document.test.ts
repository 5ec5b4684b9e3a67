import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { operationsDocument } from './operations-document.ts'

test('docs/operations.md holds the settings and exit codes of the code (vitest -u writes them)', async () => {
  const page = await readFile(new URL('../docs/operations.md', import.meta.url), 'utf8')
  await expect(operationsDocument(page)).toMatchFileSnapshot('../docs/operations.md')
})

test('a page without the marks is refused', () => {
  expect(() => operationsDocument('# Operations\n')).toThrow('expected <!-- settings -->')
})
