import type { Masks } from '../../auth/mask.ts'

/** The writing of one answer. */
export interface Writing {
  /** How the caller sees personal numbers. */
  readonly masks: Masks
  /** Where it stands, as the client names things. */
  readonly path: (string | number)[]
  /** Places whose value fits no type, or is missing where it must not be. */
  readonly misfits: (readonly (string | number)[])[]
}

/**
 * Writes one value as JSON: `null` where there is none; undefined where there must be one, so that what
 * is around it becomes null. `key` is its place in what is around it.
 */
export type Write = (value: unknown, writing: Writing, key: string | number) => string | undefined

/** Misfits noted for one answer, at most; a ministry may give thousands. */
const maxMisfits = 1000

/** Notes a value that fits no type; it is written as null. */
export function misfit({ misfits, path }: Writing, key: string | number): 'null' {
  if (misfits.length < maxMisfits) misfits.push([...path, key])
  return 'null'
}
