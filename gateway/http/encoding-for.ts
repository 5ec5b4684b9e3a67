import type { PageFile } from './console-page.ts'

const known = ['br', 'gzip'] as const

/**
 * The best of the encodings that a file has and a client takes (RFC 9110, 12.5.3); undefined: none, as it is. A
 * weight of 0 refuses one; other weights do not matter between ours.
 */
export function encodingFor(
  accepted: string | string[] | undefined,
  file: Pick<PageFile, 'br' | 'gzip'>,
): (typeof known)[number] | undefined {
  const taken = new Set(
    String(accepted ?? '')
      .toLowerCase()
      .split(',')
      .filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one))
      .map((one) => one.split(';', 1)[0]?.trim()),
  )
  return known.find((name) => file[name] !== undefined && taken.has(name))
}
