import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { federationDocument } from './federation-document.ts'

const place = '../../../docs/federation.md'

test('docs/federation.md holds the features and faults of the cases (vitest -u writes them)', async () => {
  const page = await readFile(new URL(place, import.meta.url), 'utf8')
  await expect(federationDocument(page)).toMatchFileSnapshot(place)
})
