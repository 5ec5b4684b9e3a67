import { z } from 'zod'

/** One environment setting. */
export interface Setting<Value = unknown> {
  readonly name: string
  /** What the number counts, or the kind of text. */
  readonly unit: string
  /** The text assumed when the environment says nothing; undefined = not set. */
  readonly default: string | undefined
  /** What is accepted, in words. */
  readonly range: string
  readonly shape: z.ZodType<Value, string>
  readonly what: string
  /** Its value is never printed. */
  readonly secret?: true
}

type Words = Pick<Setting, 'name' | 'unit' | 'default' | 'what'>

/** A setting that is a whole number. */
export function whole(min: number, max: number, words: Words): Setting<number> {
  const shape = z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max)
  return Object.freeze({ ...words, range: `whole number, ${min} to ${max}`, shape })
}

/** A setting that is a text; `range` says which in words. */
export function text(
  words: Words,
  range: string,
  accepted: (value: string) => boolean,
): Setting<string> {
  return Object.freeze({ ...words, range, shape: z.string().refine(accepted) })
}

/** A setting that names a file or folder. */
export function path(words: Omit<Words, 'unit'>): Setting<string> {
  return text({ unit: 'path', ...words }, 'a path', (value) => !value.includes('\0'))
}

/** A setting that is a URL of one of the protocols. */
export function url(words: Omit<Words, 'unit'>, protocols: readonly string[]): Setting<string> {
  const range = `a URL that starts with ${protocols.map((name) => `${name}//`).join(' or ')}`
  return text({ unit: 'URL', ...words }, range, (value) => {
    return URL.canParse(value) && protocols.includes(new URL(value).protocol)
  })
}

/** The same, or several that are separated by blanks. */
export function urls(words: Omit<Words, 'unit'>, protocols: readonly string[]): Setting<string> {
  const one = url(words, protocols)
  const isList = (value: string): boolean =>
    value.split(/\s+/).every((part) => one.shape.safeParse(part).success)
  return text({ unit: 'URLs', ...words }, `${one.range}, or several`, isList)
}
