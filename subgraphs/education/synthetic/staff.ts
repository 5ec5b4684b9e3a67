import { TableLines } from '../../kit/synthetic/table-lines.ts'
import type { Institution } from './institutions.ts'
import type { Level } from './stage.ts'

/** Learners for each teacher, about. */
const ratio: Readonly<Record<Level, number>> = {
  NURSERY: 8,
  KINDERGARTEN: 14,
  PRIMARY: 22,
  LOWER_SECONDARY: 18,
  UPPER_SECONDARY: 17,
  CONTINUING: 24,
  UNIVERSITY: 26,
}

/** The table of staff counts, empty. */
export function staffLines(): TableLines {
  return new TableLines('staff_count', [
    'institution_code',
    'school_year',
    'kind',
    'headcount',
    'province_code',
  ])
}

/** Adds an institution's staff of a school year, in proportion to its learners. */
export function addStaff(lines: TableLines, institution: Institution, schoolYear: string): void {
  const learners = institution.learners.get(schoolYear) ?? 0
  const teachers = Math.max(2, Math.round(learners / ratio[institution.level]))
  const counts = {
    MANAGER: 1 + Math.floor(teachers / 25),
    TEACHER: teachers,
    SUPPORT: 1 + Math.floor(teachers / 8),
  }
  for (const [kind, headcount] of Object.entries(counts)) {
    lines.add(
      `${institution.code}\t${schoolYear}\t${kind}\t${headcount}\t${institution.provinceCode}`,
    )
  }
}
