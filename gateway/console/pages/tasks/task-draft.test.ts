import { describe, expect, test } from 'vitest'
import { changedNames, draftNames, emptyDraft, inputOf, wrongNames } from './task-draft.ts'

const whole = {
  ...emptyDraft,
  person: 'Vụ trưởng',
  work: 'Việc',
  responsibility: 'Chủ trì',
  startOn: '2026-01-01',
  dueOn: '2026-12-31',
  result: 'Báo cáo',
}

describe('the form of a task', () => {
  test('says what changed, and nothing of blanks at the ends', () => {
    expect(changedNames(whole, whole)).toEqual([])
    expect(changedNames(whole, { ...whole, person: ' Vụ trưởng ' })).toEqual([])
    expect(changedNames(whole, { ...whole, dueOn: '2027-01-31', basis: 'QĐ 1' })).toEqual([
      'dueOn',
      'basis',
    ])
  })

  test('must be whole, and its time must not end before it begins', () => {
    expect(wrongNames(whole)).toEqual([])
    expect(wrongNames({ ...whole, dueOn: '2026-01-01' })).toEqual([])
    expect(wrongNames({ ...whole, dueOn: '2025-12-31', work: ' ' })).toEqual(['work', 'dueOn'])
    expect(wrongNames(emptyDraft)).toHaveLength(6)
  })

  test('hands in the fields that are named; nothing is null', () => {
    expect(inputOf({ ...whole, work: ' Hai ' }, ['work', 'basis'])).toEqual({
      work: 'Hai',
      basis: null,
    })
    expect(Object.keys(inputOf(whole, draftNames))).toHaveLength(11)
  })
})
