/** A level of education, and who is there. */
export type Level =
  | 'NURSERY'
  | 'KINDERGARTEN'
  | 'PRIMARY'
  | 'LOWER_SECONDARY'
  | 'UPPER_SECONDARY'
  | 'CONTINUING'
  | 'UNIVERSITY'

export interface Stage {
  readonly level: Level
  /** Year at school or university; undefined before school. */
  readonly grade: number | undefined
}

/**
 * Where somebody of an age is in a school year. `drive` is the person's own share, 0 to 1: the lower,
 * the longer at school. About 22 % go to a nursery, 99 % to primary school, 30 % to a university.
 */
export function stageOf(age: number, drive: number): Stage | undefined {
  if (age < 1) return undefined
  if (age < 3) return drive < 0.22 ? { level: 'NURSERY', grade: undefined } : undefined
  if (age < 6) return drive < 0.9 ? { level: 'KINDERGARTEN', grade: undefined } : undefined
  if (age < 18) return schoolStage(age - 5, drive)
  const year = age - 17
  const years = drive < 0.2 ? 4 : 5
  return drive < 0.3 && year <= years ? { level: 'UNIVERSITY', grade: year } : undefined
}

function schoolStage(grade: number, drive: number): Stage | undefined {
  const level = schoolLevel(grade)
  if (level === 'PRIMARY') return drive < 0.99 ? { level, grade } : undefined
  if (level === 'LOWER_SECONDARY') return drive < 0.955 ? { level, grade } : undefined
  if (drive < 0.74) return { level, grade }
  return drive < 0.83 ? { level: 'CONTINUING', grade } : undefined
}

/** Primary school has grades 1–5, lower secondary 6–9, upper secondary 10–12. */
export function schoolLevel(grade: number): Level {
  return grade <= 5 ? 'PRIMARY' : grade <= 9 ? 'LOWER_SECONDARY' : 'UPPER_SECONDARY'
}
