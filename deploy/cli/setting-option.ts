import { settingTable } from '../setting-table.ts'
import type { Call, Option } from './command.ts'
import { UsageError } from './usage-error.ts'

type Overridable = 'people' | 'seed' | 'dirt' | 'port' | 'auditMonths'

/** The option that stands for a setting on one command line. */
export function settingOption(key: Overridable): Option {
  const { name, unit, range } = settingTable[key]
  return { value: 'N', what: `${unit}; ${range}; otherwise ${name}` }
}

/** The option's value, checked as the setting would be; the setting's own where it is not given. */
export function settingOrOption(
  { values, settings }: Call,
  key: Overridable,
  option: string = key,
): number {
  const text = values[option]
  if (text === undefined) return settings[key]
  const read = settingTable[key].shape.safeParse(text)
  if (read.success) return read.data
  throw new UsageError(
    `--${option}: expected ${settingTable[key].range}, got ${JSON.stringify(text)}`,
  )
}
