/** What is masked: a personal number, a person's name, a birth date. */
export const maskKinds = ['NUMBER', 'NAME', 'BIRTH_DATE'] as const
export type MaskKind = (typeof maskKinds)[number]

/** How each is seen: whole; a number's last three digits; a name's initials; the year of a birth. */
export interface Masks {
  readonly NUMBER: 'WHOLE' | 'LAST_THREE'
  readonly NAME: 'WHOLE' | 'INITIALS'
  readonly BIRTH_DATE: 'WHOLE' | 'YEAR'
}

/** Nothing is masked. */
export const wholeMasks: Masks = { NUMBER: 'WHOLE', NAME: 'WHOLE', BIRTH_DATE: 'WHOLE' }

const shown = 3

/**
 * A value as a caller sees it: `*********123` of a number, `N. T. M. H.` of a name, `1988` of a date as
 * YYYY-MM-DD. What is masked already stays as it is; null stays null.
 */
export function masked(masks: Masks, kind: MaskKind, value: unknown): unknown {
  if (masks[kind] === 'WHOLE' || typeof value !== 'string') return value
  switch (kind) {
    case 'NUMBER':
      return value.slice(-shown).padStart(value.length, '*')
    case 'NAME':
      return value
        .split(/\s+/u)
        .filter((word) => word !== '')
        .map((word) => `${Array.from(word)[0] ?? ''}.`)
        .join(' ')
    case 'BIRTH_DATE':
      return value.slice(0, 4)
    default:
      return kind satisfies never
  }
}
