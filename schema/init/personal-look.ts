import type { MaskKind } from '../../auth/mask.ts'
import type { RecordClass } from '../../auth/record-class.ts'
import { textTypes } from './column-type.ts'
import type { ColumnFacts, SampledColumn } from './database-facts.ts'
import type { Confidence } from './draft.ts'
import { nameTokens } from './name-tokens.ts'

/** What a column looks like it holds about a person. */
export interface PersonalLook {
  readonly recordClass: RecordClass
  readonly mask?: MaskKind
  readonly isPersonalNumber: boolean
  /** Also found where nobody is meant: a name, an address, an amount. */
  readonly isWeak: boolean
  readonly reason: string
  readonly confidence: Confidence
}

interface Rule {
  readonly words: RegExp
  readonly recordClass: RecordClass
  readonly mask?: MaskKind
  readonly isWeak?: true
}

/** Over the words of a name in ASCII, each between spaces. The first that fits counts. */
const rules: readonly Rule[] = [
  { words: / hiv | aids /, recordClass: 'RESTRICTED HEALTH' },
  {
    words:
      / (benh|chan doan|icd|icd10|thuong tat|suy giam|om dau|thai san|dieu tri|trieu chung|nhom mau|khuyet tat|diagnos[ie]s|disease|disability|blood|symptom|treatment) /,
    recordClass: 'SENSITIVE HEALTH',
  },
  {
    words:
      / (ho ten|ho va ten|ho dem|ten nguoi|full name|first name|last name|surname|chu ho ten) /,
    recordClass: 'BASIC IDENTITY',
    mask: 'NAME',
  },
  {
    words: / (ngay sinh|ngay thang nam sinh|nam sinh|birth date|date of birth|dob|birth) /,
    recordClass: 'BASIC IDENTITY',
    mask: 'BIRTH_DATE',
  },
  {
    words: / (dan toc|ton giao|ethnicity|religion) /,
    recordClass: 'SENSITIVE ETHNICITY',
  },
  {
    words:
      / (cmnd|ho chieu|passport|ma so thue ca nhan|sdt|dien thoai|di dong|phone|mobile|email|thu dien tu|anh|van tay|photo|fingerprint|facebook|zalo|ma so bhxh|so the) /,
    recordClass: 'BASIC IDENTITY',
  },
  {
    words: / (gioi tinh|quoc tich|noi sinh|que quan|sex|gender|nationality) /,
    recordClass: 'BASIC IDENTITY',
  },
  {
    words: / (so tai khoan|tai khoan ngan hang|stk|bank account|account number|iban) /,
    recordClass: 'SENSITIVE PROPERTY',
  },
  {
    words: / (vo|chong|cha|me|bo|con|than nhan|quan he|hon nhan|spouse|father|mother|marital) /,
    recordClass: 'BASIC FAMILY',
    isWeak: true,
  },
  {
    words: / (dia chi|thuong tru|tam tru|cu tru|noi o|address|residence|tinh|xa|huyen|thon) /,
    recordClass: 'BASIC RESIDENCE',
    isWeak: true,
  },
  {
    words: / (trinh do|hoc van|bang cap|education|degree) /,
    recordClass: 'BASIC EDUCATION',
    isWeak: true,
  },
  {
    words:
      / (luong|thu nhap|so tien|muc dong|muc huong|tro cap|salary|wage|income|pension|amount) /,
    recordClass: 'BASIC PROPERTY',
    isWeak: true,
  },
]

const personalNumber =
  / (cccd|so dinh danh|dinh danh ca nhan|can cuoc|ma dinh danh|personal (id|number|no)|national id|citizen id|pin) /
const twelve = /\b12\b/
/** Share of the values looked at that must have a form; not everybody has one of the surnames looked for. */
const sampledShare = { personalNumber: 0.9, phone: 0.9, email: 0.9, name: 0.6, address: 0.6 }

/** What a column looks like, by its name, comment, length, checks and, where asked for, the forms of values. */
export function personalLook(
  column: ColumnFacts,
  sampled: SampledColumn | undefined,
): PersonalLook | undefined {
  const name = spaced(column.column)
  const comment = spaced(column.comment ?? '')
  const number = numberLook(column, { name, comment, sampled })
  if (number !== undefined) return number
  const byName = rules.find(({ words }) => words.test(name))
  if (byName !== undefined) return lookOf(byName, `its name, ${column.column}`, 'high')
  const bySample = sampledLook(sampled)
  if (bySample !== undefined) return bySample
  const byComment = rules.find(({ words, isWeak }) => isWeak === undefined && words.test(comment))
  return byComment === undefined ? undefined : lookOf(byComment, 'its comment', 'low')
}

interface Seen {
  readonly name: string
  readonly comment: string
  readonly sampled: SampledColumn | undefined
}

function numberLook(column: ColumnFacts, seen: Seen): PersonalLook | undefined {
  if (!textTypes.has(column.type) || (column.length ?? 12) < 12) return undefined
  const { sampled } = seen
  const why = isMostly(sampled, 'personalNumber')
    ? ({ reason: 'its values have the form of personal numbers', confidence: 'high' } as const)
    : sampled === undefined || sampled.looked === 0
      ? numberByName(column, seen)
      : undefined
  if (why === undefined) return undefined
  return {
    recordClass: 'BASIC IDENTITY',
    mask: 'NUMBER',
    isPersonalNumber: true,
    isWeak: false,
    ...why,
  }
}

function numberByName(
  column: ColumnFacts,
  { name, comment }: Seen,
): Pick<PersonalLook, 'reason' | 'confidence'> | undefined {
  const isTwelve = column.length === 12 || column.checks.some((check) => twelve.test(check))
  const said = personalNumber.test(name) ? 'name' : personalNumber.test(comment) ? 'comment' : ''
  if (said === '' || (said === 'comment' && !isTwelve)) return undefined
  return {
    reason: `its ${said}${isTwelve ? ' and its length of 12' : ''}`,
    confidence: isTwelve && said === 'name' ? 'high' : 'medium',
  }
}

const forms = {
  phone: { recordClass: 'BASIC IDENTITY' },
  email: { recordClass: 'BASIC IDENTITY' },
  name: { recordClass: 'BASIC IDENTITY', mask: 'NAME' },
  address: { recordClass: 'BASIC RESIDENCE' },
} as const

function sampledLook(sampled: SampledColumn | undefined): PersonalLook | undefined {
  const form = (['phone', 'email', 'name', 'address'] as const).find((one) =>
    isMostly(sampled, one),
  )
  if (form === undefined) return undefined
  const reason = `its values have the form of a person's ${form}`
  return { ...forms[form], isPersonalNumber: false, isWeak: false, reason, confidence: 'medium' }
}

function isMostly(sampled: SampledColumn | undefined, form: keyof SampledColumn['forms']): boolean {
  if (sampled === undefined || sampled.looked === 0) return false
  return (sampled.forms[form] ?? 0) >= sampled.looked * sampledShare[form]
}

function lookOf(rule: Rule, reason: string, confidence: Confidence): PersonalLook {
  const { recordClass, mask, isWeak = false } = rule
  return {
    recordClass,
    ...(mask === undefined ? {} : { mask }),
    isPersonalNumber: false,
    isWeak,
    reason,
    confidence,
  }
}

function spaced(text: string): string {
  return ` ${nameTokens(text).join(' ')} `
}
