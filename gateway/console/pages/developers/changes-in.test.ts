import { expect, test } from 'vitest'
import { changelogPage } from '../../../changes/changelog-text.ts'
import { changesIn } from './changes-in.ts'

test('what the gateway tells is read', () => {
  const markdown = changelogPage([
    {
      release: 4,
      at: new Date('2026-11-22T01:02:03Z'),
      subgraphs: ['land', 'health'],
      changes: [
        { severity: 'safe', message: 'Field `Parcel.area` was added:' },
        { severity: 'breaking', message: '## Field gone' },
      ],
    },
  ] as unknown as Parameters<typeof changelogPage>[0])
  expect(changesIn(markdown)).toEqual([
    {
      title: '2026-11-22: health, land (release 4)',
      parts: [
        { kind: 'Breaking', lines: ['## Field gone'] },
        { kind: 'Added and other', lines: ['Field `Parcel.area` was added:'] },
      ],
    },
  ])
  expect(changesIn(changelogPage([]))).toEqual([])
})
