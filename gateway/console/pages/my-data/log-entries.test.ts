import { expect, test } from 'vitest'
import { byDay, logEntries } from './log-entries.ts'

const row = {
  at: '2026-11-21T17:30:00.000Z',
  who: 'persona:officer',
  agency: 'population',
  client: null,
  roles: ['officer'],
  purpose: {
    id: 'civil-defence',
    title: 'Phòng thủ dân sự',
    titleEn: 'Civil defence',
    reference: 'x',
  },
  ministries: ['population'],
  classes: ['BASIC IDENTITY'],
  own: false,
}

test('an entry stands under its day in Viet Nam, not in Greenwich', () => {
  const [entry] = logEntries([row])
  expect(entry).toMatchObject({
    day: '2026-11-22',
    time: '00:30',
    emergency: true,
    client: undefined,
  })
})

test('days keep the order of the journal', () => {
  const days = byDay(
    logEntries([
      row,
      { ...row, at: '2026-11-20T01:00:00Z' },
      { ...row, at: '2026-11-21T18:00:00Z' },
    ]),
  )
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
    ['2026-11-22', 2],
    ['2026-11-20', 1],
  ])
})

test('what is no list holds no entries, and an entry without a purpose has none', () => {
  expect(logEntries(null)).toEqual([])
  expect(logEntries([{ ...row, purpose: null, at: 'never' }])).toMatchObject([
    { purpose: undefined, day: '', emergency: false },
  ])
})
