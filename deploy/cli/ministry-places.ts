import { type MinistryName, ministryNames } from '../ministry-name.ts'
import { nearestName } from '../nearest-name.ts'
import type { Call } from './command.ts'
import { UsageError } from './usage-error.ts'

/** The ministries asked for, each with its owner's URL; undefined: the embedded database. */
export function ministryPlaces({
  words,
  values,
  settings,
}: Call): Map<MinistryName, string | undefined> {
  const { database } = values
  const [word] = words
  if (word === undefined) {
    if (database !== undefined) throw new UsageError('--database: expected a ministry with it')
    return new Map(
      ministryNames
        .filter((name) => settings.ministryUrls[name] === undefined)
        .filter(
          (name) => settings.databaseUrls[name] === undefined || settings.ownerDatabaseUrls[name],
        )
        .map((name) => [name, settings.ownerDatabaseUrls[name]]),
    )
  }
  const ministry = ministryNames.find((name) => name === word)
  if (ministry === undefined) {
    const near = nearestName(word, ministryNames)
    const hint =
      near === undefined ? `expected one of ${ministryNames.join(', ')}` : `did you mean ${near}?`
    throw new UsageError(`unknown ministry: ${word}; ${hint}`)
  }
  if (database !== undefined && !/^postgres(ql)?:\/\//.test(database))
    throw new UsageError('--database: expected a URL that starts with postgresql://')
  return new Map([[ministry, database ?? settings.ownerDatabaseUrls[ministry]]])
}
