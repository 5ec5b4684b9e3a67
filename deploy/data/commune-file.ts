import { lineProblems as refusal, type LineProblem, shown } from './line-problems.ts'
import { textFile } from './text-file.ts'

/** One valid line of a list of communes; the name in Unicode NFC. */
export interface CommuneLine {
  readonly code: string
  readonly provinceCode: string
  readonly kind: 'WARD' | 'COMMUNE' | 'SPECIAL_ZONE'
  readonly name: string
}

const header = 'code,province_code,type,name'
const kinds: Readonly<Record<string, CommuneLine['kind']>> = Object.freeze({
  phuong: 'WARD',
  xa: 'COMMUNE',
  dac_khu: 'SPECIAL_ZONE',
})
const maxNameLength = 100

/**
 * Reads and validates a CSV of communes (header `code,province_code,type,name`, UTF-8). All problems of
 * all lines are reported together, as one BAD_USER_INPUT with the first 20 and their number.
 */
export async function readCommuneFile(
  file: string,
  provinces: ReadonlySet<string>,
): Promise<readonly CommuneLine[]> {
  const [first = '', ...lines] = (await textFile(file)).split(/\r?\n/)
  if (first.trim() !== header) {
    throw refusal(file, [
      { line: 1, message: `expected the header ${header}, got ${shown(first)}` },
    ])
  }
  const problems: LineProblem[] = []
  const rows: CommuneLine[] = []
  const seen = new Map<string, number>()
  lines.forEach((text, index) => {
    if (text.trim() === '') return
    const line = index + 2
    const read = readLine(text, provinces)
    if (typeof read === 'string') {
      problems.push({ line, message: read })
      return
    }
    const earlier = seen.get(read.code)
    if (earlier === undefined) {
      seen.set(read.code, line)
      rows.push(read)
    } else {
      problems.push({ line, message: `code ${read.code} was already given in line ${earlier}` })
    }
  })
  if (problems.length > 0) throw refusal(file, problems)
  if (rows.length === 0) {
    throw refusal(file, [{ line: 2, message: 'expected at least one commune, got none' }])
  }
  return rows
}

function readLine(text: string, provinces: ReadonlySet<string>): CommuneLine | string {
  const cells = text.split(',').map((cell) => cell.trim())
  const [code = '', provinceCode = '', type = '', rawName = ''] = cells
  if (cells.length !== 4) return `expected 4 cells, got ${cells.length}`
  if (!/^[0-9]{5}$/.test(code)) return `code: expected 5 digits, got ${shown(code)}`
  if (!provinces.has(provinceCode)) {
    return `province_code: expected a province of the catalogue, got ${shown(provinceCode)}`
  }
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (kind === undefined) return `type: expected phuong, xa or dac_khu, got ${shown(type)}`
  const name = rawName.normalize('NFC')
  if (!/^(?=.*\p{L})[\p{L}\p{N}][\p{L}\p{N} .'’()-]*$/u.test(name) || name.length > maxNameLength) {
    return `name: expected letters, digits and spaces, at most ${maxNameLength}, got ${shown(name)}`
  }
  return { code, provinceCode, kind, name }
}
