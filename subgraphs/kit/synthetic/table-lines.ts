/**
 * Rows of one table in PostgreSQL's COPY text format, collected until a writer takes them. Values are
 * put together by the caller with `\t` between them, `\N` for null, and `copyText` around free text.
 */
export class TableLines {
  readonly table: string
  readonly columns: readonly string[]
  #text = ''
  #rows = 0

  constructor(table: string, columns: readonly string[]) {
    this.table = table
    this.columns = columns
  }

  add(row: string): void {
    this.#text += `${row}\n`
    this.#rows += 1
  }

  /** Rows added so far, taken or not. */
  get rows(): number {
    return this.#rows
  }

  /** Characters that wait to be taken. */
  get waiting(): number {
    return this.#text.length
  }

  take(): string {
    const text = this.#text
    this.#text = ''
    return text
  }
}
