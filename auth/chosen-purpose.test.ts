import { describe, expect, test } from 'vitest'
import { chosenPurpose } from './chosen-purpose.ts'
import type { ReadClass } from './class-table.ts'
import { namedPurpose } from './named-purpose.ts'
import type { Purpose } from './purpose.ts'
import { checkedPurposeTable } from './checked-purpose-table.ts'
import { purposeTable } from './purpose-table.ts'
import type { Role } from './role.ts'

function choose(roles: readonly Role[], id: string | undefined, ...touched: ReadClass[]) {
  const caller = { roles }
  return chosenPurpose({ caller, named: namedPurpose(caller, id), touched })?.id
}

function listed(fitting: readonly string[]) {
  const purposes = fitting.map((id) => ({ id, title: purposeTable.get(id)?.title }))
  return expect.objectContaining({
    code: 'PURPOSE_REQUIRED',
    extensions: expect.objectContaining({ purposes }) as unknown,
  }) as unknown
}

describe('the purpose of a document', () => {
  test('is none where no record of a person is read', () => {
    expect(choose(['officer'], undefined)).toBeUndefined()
  })

  test('is the named one where it opens every class', () => {
    const classes = ['BASIC IDENTITY', 'BASIC FAMILY'] as const
    expect(choose(['officer'], 'residence-confirmation', ...classes)).toBe('residence-confirmation')
    expect(() =>
      choose(['officer'], 'residence-confirmation', ...classes, 'SENSITIVE ETHNICITY'),
    ).toThrow(listed(['population-management']))
  })

  test('is asked for where none is named, with those that fit the caller and the document', () => {
    expect(() => choose(['officer'], undefined, 'BASIC IDENTITY')).toThrow(
      listed(['population-management', 'residence-confirmation', 'civil-defence']),
    )
    expect(() => choose(['officer'], undefined, 'SENSITIVE HEALTH')).toThrow(listed([]))
    expect(() => choose(['analyst'], undefined, 'BASIC IDENTITY')).toThrow(listed([]))
    expect(() => choose(['citizen'], undefined, 'UNKNOWN')).toThrow(listed([]))
  })

  test("of another's role is refused, also where nothing needs one", () => {
    expect(() => choose(['doctor'], 'land-registration')).toThrow(
      listed(['treatment', 'hiv-treatment', 'emergency-care']),
    )
  })

  test('is taken by itself only by callers who are nothing but citizens', () => {
    expect(choose(['citizen'], undefined, 'SENSITIVE HEALTH')).toBe('citizen-self')
    expect(() => choose(['citizen', 'officer'], undefined, 'BASIC IDENTITY')).toThrow(
      listed(['citizen-self', 'population-management', 'residence-confirmation', 'civil-defence']),
    )
    expect(choose(['citizen', 'officer'], 'citizen-self', 'BASIC IDENTITY')).toBe('citizen-self')
  })
})

describe('a purpose that a request names', () => {
  test('is one of the table, else the message names those of the caller', () => {
    expect(() => namedPurpose({ roles: ['doctor'] }, 'curiosity')).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message:
          'No such purpose: curiosity; expected one of: treatment, hiv-treatment, emergency-care.',
      }),
    )
    expect(() => namedPurpose({ roles: [] }, 'toString')).toThrow(/none is open to the caller/)
  })

  test('may be left to a token that is bound to it, and may not be another than the token says', () => {
    const bound = { roles: ['doctor'], purpose: 'treatment' } as const
    expect(namedPurpose(bound, undefined)?.id).toBe('treatment')
    expect(namedPurpose(bound, 'treatment')?.id).toBe('treatment')
    expect(() => namedPurpose(bound, 'emergency-care')).toThrow(listed(['treatment']))
    expect(() => namedPurpose({ roles: ['doctor'], purpose: 'gone' }, undefined)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    )
  })
})

describe('the table of purposes', () => {
  const [first] = purposeTable.values()
  const given = first as Purpose
  test.each([
    ['an id that no header could name', { id: 'two words' }, /id of 1 to 64/],
    ['no title', { title: { vi: '', en: 'x' } }, /title and a basis/],
    ['no reference', { reference: ' ' }, /reference/],
    ['an unknown role', { roles: ['minister' as Role] }, /unknown role "minister"/],
    ['no role', { automatic: false, roles: [] }, /at least one role/],
    ['an unknown class', { classes: ['BASIC SHOES' as never] }, /unknown class "BASIC SHOES"/],
    ['no class', { classes: [] }, /at least one class/],
    ['half a day', { visible: { afterDays: 0.5 } }, /number of days/],
    ['an automatic purpose of two roles', { roles: ['citizen', 'officer'] as const }, /automatic/],
  ])('with %s stops the start', (_name, change, message) => {
    expect(() => checkedPurposeTable([{ ...given, ...change }])).toThrow(message)
  })

  test('may open no class where it must be named, and opens none then', () => {
    const [one] = purposeTable.values()
    if (one === undefined) throw new Error('expected a purpose')
    const idle = { ...one, classes: [], automatic: false, emergency: false }
    expect(checkedPurposeTable([idle]).get(one.id)).toEqual(idle)
    for (const mark of ['automatic', 'emergency'])
      expect(() => checkedPurposeTable([{ ...idle, [mark]: true }])).toThrow('at least one class')
    expect(() => checkedPurposeTable([{ ...idle, roles: [] }])).toThrow('at least one role')
    expect(choose(['analyst'], 'indicator-evaluation')).toBe('indicator-evaluation')
    expect(() => choose(['analyst'], 'indicator-evaluation', 'BASIC IDENTITY')).toThrow(listed([]))
  })

  test('holds each id once', () => {
    expect(() => checkedPurposeTable([given, given])).toThrow(/there twice/)
  })
})
