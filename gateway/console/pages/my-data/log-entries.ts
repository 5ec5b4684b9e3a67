import { isRecord } from '../../api/refused.ts'

/** One time that data of the person was read. */
export interface LogEntry {
  /** YYYY-MM-DD and HH:MM in Viet Nam. */
  readonly day: string
  readonly time: string
  readonly who: string | undefined
  readonly agency: string | undefined
  readonly client: string | undefined
  readonly roles: readonly string[]
  readonly purpose:
    | {
        readonly id: string
        readonly title: string
        readonly titleEn: string
        readonly reference: string
      }
    | undefined
  readonly ministries: readonly string[]
  readonly classes: readonly string[]
  readonly own: boolean
  readonly emergency: boolean
}

export interface LogDay {
  readonly day: string
  readonly entries: readonly LogEntry[]
}

/** Purposes that an office may take without leave (auth/purpose-table.ts). */
const emergencies: ReadonlySet<string> = new Set(['civil-defence', 'emergency-care'])

/** The rows of the section `accessLog`, newest first as they came. */
export function logEntries(value: unknown): readonly LogEntry[] {
  return Array.isArray(value) ? value.filter(isRecord).map(entryOf) : []
}

/** Entries under their days, in their order. */
export function byDay(entries: readonly LogEntry[]): readonly LogDay[] {
  const days = new Map<string, LogEntry[]>()
  for (const entry of entries) {
    const known = days.get(entry.day)
    if (known) known.push(entry)
    else days.set(entry.day, [entry])
  }
  return [...days].map(([day, list]) => ({ day, entries: list }))
}

function entryOf(row: Record<string, unknown>): LogEntry {
  const purpose = isRecord(row['purpose']) ? row['purpose'] : undefined
  const id = text(purpose?.['id']) ?? ''
  return {
    ...momentOf(text(row['at']) ?? ''),
    who: text(row['who']),
    agency: text(row['agency']),
    client: text(row['client']),
    roles: texts(row['roles']),
    purpose: purpose && {
      id,
      title: text(purpose['title']) ?? id,
      titleEn: text(purpose['titleEn']) ?? text(purpose['title']) ?? id,
      reference: text(purpose['reference']) ?? '',
    },
    ministries: texts(row['ministries']),
    classes: texts(row['classes']),
    own: row['own'] === true,
    emergency: emergencies.has(id),
  }
}

const clock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function momentOf(at: string): { readonly day: string; readonly time: string } {
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) return { day: '', time: '' }
  const part = Object.fromEntries(
    clock.formatToParts(moment).map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute } = part
  return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}` }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
