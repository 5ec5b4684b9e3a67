import { expect, test } from 'vitest'
import { purposeDocument } from './purpose-document.ts'

test('docs/purposes.md is what the tables say (vitest -u writes it)', async () => {
  await expect(purposeDocument()).toMatchFileSnapshot('../docs/purposes.md')
})
