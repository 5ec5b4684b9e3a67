import { expect, test } from 'vitest'
import { roleDocument } from './role-document.ts'

test('docs/roles.md is what the role table says (vitest -u writes it)', async () => {
  await expect(roleDocument()).toMatchFileSnapshot('../docs/roles.md')
})
