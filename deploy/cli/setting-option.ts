import { settingTable } from '../setting-table.ts'
import type { Call, Option } from './command.ts'
import { UsageError } from './usage-error.ts'

type Overridable = 'people' | 'seed' | 'dirt' | 'port'

/** The option that stands for a setting on one command line. */
export function settingOption(key: Overridable): Option {
  const { name, unit, range } = settingTable[key]
  return { value: 'N', what: `${unit}; ${range}; otherwise ${name}` }
}

/** The option's value, checked as the setting would be; the setting's own where it is not given. */
export function settingOrOption({ values, settings }: Call, key: Overridable): number {
  const text = values[key]
  if (text === undefined) return settings[key]
  const read = settingTable[key].shape.safeParse(text)
  if (read.success) return read.data
  throw new UsageError(`--${key}: expected ${settingTable[key].range}, got ${JSON.stringify(text)}`)
}
