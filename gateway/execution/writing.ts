import type { Masks } from '../../auth/mask.ts'
import { tooMuch } from './room.ts'

/** The writing of one answer. */
export interface Writing {
  /** How the caller sees personal numbers. */
  readonly masks: Masks
  /** Where it stands, as the client names things. */
  readonly path: (string | number)[]
  /** Places whose value fits no type, or is missing where it must not be. */
  readonly misfits: (readonly (string | number)[])[]
  /** By writer: what was written of objects and lists that may stand at several places. */
  readonly written: Map<Write, Map<object, Written>>
  /** Objects written so far, each by its weight, at each of its places. */
  objects: number
  /** Characters that it may hold; more fail with COST_EXCEEDED. */
  readonly maxLength: number
}

interface Written {
  readonly text: string
  /** Objects in it, by their weights. */
  readonly objects: number
}

/**
 * Writes one value as JSON: `null` where there is none; undefined where there must be one, so that what
 * is around it becomes null. `key` is its place in what is around it.
 */
export type Write = (value: unknown, writing: Writing, key: string | number) => string | undefined

/** Begins the writing of an answer. */
export function openWriting(masks: Masks, maxLength: number): Writing {
  return { masks, path: [], misfits: [], written: new Map(), objects: 0, maxLength }
}

/** Writes what stands at several places once; not where something was amiss, which is told for each place. */
export function writeOnce(write: Write): Write {
  return (value, writing, key) => {
    if (typeof value !== 'object' || value === null) return write(value, writing, key)
    let texts = writing.written.get(write)
    if (texts === undefined) writing.written.set(write, (texts = new Map()))
    const known = texts.get(value)
    if (known !== undefined) {
      writing.objects += known.objects
      return known.text
    }
    const { length: before } = writing.misfits
    const { objects } = writing
    const text = write(value, writing, key)
    if (text !== undefined && writing.misfits.length === before)
      texts.set(value, { text, objects: writing.objects - objects })
    return text
  }
}

/** Misfits noted for one answer, at most; a ministry may give thousands. */
const maxMisfits = 1000

/** Notes a value that fits no type; it is written as null. */
export function misfit({ misfits, path }: Writing, key: string | number): 'null' {
  if (misfits.length < maxMisfits) misfits.push([...path, key])
  return 'null'
}

/** Fails with COST_EXCEEDED for a part of an answer that is longer than the whole may be. */
export function checkLength(text: string, { maxLength }: Pick<Writing, 'maxLength'>): void {
  if (text.length > maxLength) throw tooMuch('characters', maxLength, text.length)
}
