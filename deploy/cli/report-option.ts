import { type ReportFormat, reportFormats } from '../../schema/check/check-report.ts'
import type { Call, Option } from './command.ts'
import { UsageError } from './usage-error.ts'

export const reportOption: Option = {
  value: 'FORMAT',
  what: 'table (for people, with how to mend), text (one line each, for editors and CI) or json; table on a terminal, else text',
}

/** How to print a report: as asked, else as the output is. Colours on a terminal, unless NO_COLOR is set. */
export function reportFormat({ values }: Call): { format: ReportFormat; colour: boolean } {
  const isTerminal = process.stdout.isTTY
  const colour = isTerminal && !process.env['NO_COLOR']
  const asked = values['format']
  if (asked === undefined) return { format: isTerminal ? 'table' : 'text', colour }
  const format = reportFormats.find((one) => one === asked)
  if (format === undefined)
    throw new UsageError(`--format: expected ${reportFormats.join(', ')}, got ${asked}`)
  return { format, colour }
}
