import { MinistryError } from './ministry-error.ts'

type Path = readonly (string | number)[]

/** Errors for values that fit no type, at most; a ministry may give thousands. */
const maxUnexplained = 10

/**
 * Errors for the misfits of an answer that no other error explains: none that was reported for the same
 * place, for one around it, or for one within it that made it null.
 */
export function unexplained(
  misfits: readonly Path[],
  errors: readonly MinistryError[],
): readonly MinistryError[] {
  if (misfits.length === 0) return []
  const known = errors.flatMap(({ path }) => (path === undefined ? [] : [path]))
  return misfits
    .filter((misfit) => !known.some((path) => isWithin(path, misfit) || isWithin(misfit, path)))
    .slice(0, maxUnexplained)
    .map(
      (path) =>
        new MinistryError(
          'A ministry gave no value that the schema accepts here.',
          { code: 'MINISTRY_UNAVAILABLE' },
          path,
        ),
    )
}

function isWithin(inner: Path, outer: Path): boolean {
  return outer.length <= inner.length && outer.every((part, index) => inner[index] === part)
}
