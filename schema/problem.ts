/** What is wrong in a ministry's file or between ministries: said in plain words, with the place. */
export interface Problem {
  /** Stable, upper-case; docs/schema.md lists them. */
  readonly code: string
  readonly message: string
  /** `Type` or `Type.field`. */
  readonly coordinate?: string
  readonly file?: string
  readonly line?: number
}

/** One line a problem, in the `file:line: Type.field: message [CODE]` form that editors and CI understand. */
export function problemText({ code, message, coordinate, file, line }: Problem): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `
  const what = coordinate === undefined ? '' : `${coordinate}: `
  return `${place}${what}${message} [${code}]`
}
