import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { lookEvery } from '../look-every.ts'
import { isoInstant } from './iso-instant.ts'
import { rollupSchema, type Rollup } from './rollup.ts'

/** A rollup whose rows may be asked. */
export interface UsableRollup {
  readonly rollup: Rollup
  readonly rows: number
  /** The moment that its rows stood for when it was last looked at (ISO 8601). */
  readonly asOf: string
}

export interface RollupBookOptions {
  readonly rollups: ReadonlyMap<string, Rollup>
  readonly pool: Pool
  readonly log: Logger
  /** Older rows are not used; milliseconds. */
  readonly maxAgeMs: number
  /** How often the database is asked which rollups there are; milliseconds. */
  readonly checkMs: number
}

interface Registered {
  readonly table_name: string
  readonly name: string
  readonly rows: string
  readonly as_of: string
}

/** SQLSTATE: no such table, no such schema, not granted: the rollups were never filled. */
const neverFilled: readonly string[] = ['42P01', '3F000', '42501']

/**
 * Knows which rollups can be asked: those whose table of this very definition is filled and young enough. It
 * looks again every `checkMs`, and from the second look on logs what is not used, once, with the reason.
 */
export class RollupBook {
  readonly #options: RollupBookOptions
  readonly #stop: (() => void) | undefined
  #filled: readonly UsableRollup[] = []
  /** Names that are filled, by whatever definition. */
  #known: ReadonlySet<string> = new Set()
  #told = ''

  private constructor(options: RollupBookOptions) {
    this.#options = options
    if (options.rollups.size === 0) return
    const look = async (): Promise<void> => {
      await this.look()
      this.#tell()
    }
    this.#stop = lookEvery(options.checkMs, look)
  }

  static async open(options: RollupBookOptions): Promise<RollupBook> {
    const book = new RollupBook(options)
    await book.look()
    return book
  }

  /** Those that may be asked now; a request keeps to one list. */
  get usable(): readonly UsableRollup[] {
    const oldest = Date.now() - this.#options.maxAgeMs
    return this.#filled.filter(({ asOf }) => Date.parse(asOf) >= oldest)
  }

  /** Those that are filled, old ones among them. */
  get filled(): readonly UsableRollup[] {
    return this.#filled
  }

  /** How many the schema declares. */
  get declared(): number {
    return this.#options.rollups.size
  }

  /** Looks at the database now. A database that does not answer leaves what was known. */
  async look(): Promise<void> {
    const { rollups, log } = this.#options
    if (rollups.size === 0) return
    try {
      const registered = await this.#read()
      const byTable = new Map(registered.map((row) => [row.table_name, row]))
      this.#filled = [...rollups.values()].flatMap((rollup) => {
        const row = byTable.get(rollup.table)
        return row === undefined ? [] : [{ rollup, rows: Number(row.rows), asOf: row.as_of }]
      })
      this.#known = new Set(registered.map(({ name }) => name))
    } catch (error) {
      log.warn({ err: error }, 'rollups: the database could not be asked')
    }
  }

  close(): void {
    this.#stop?.()
  }

  async #read(): Promise<readonly Registered[]> {
    try {
      const { rows } = await this.#options.pool.query<Registered>(
        `SELECT table_name, name, rows, ${isoInstant('as_of')} AS as_of FROM ${rollupSchema}.rollup`,
      )
      return rows
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (neverFilled.includes(code)) return []
      throw error
    }
  }

  #tell(): void {
    const known = this.#known
    const used = new Set(this.usable.map(({ rollup }) => rollup.name))
    const filled = new Set(this.#filled.map(({ rollup }) => rollup.name))
    const unused = [...this.#options.rollups.keys()]
      .filter((name) => !used.has(name))
      .map((name) => `${name}: ${reason(name, { filled, known })}`)
    const text = unused.join('; ')
    if (text === this.#told) return
    this.#told = text
    if (text !== '') this.#options.log.info({ unused }, 'rollups that are not used')
  }
}

function reason(
  name: string,
  { filled, known }: { filled: ReadonlySet<string>; known: ReadonlySet<string> },
): string {
  if (filled.has(name)) return 'too old'
  return known.has(name) ? 'filled by another definition' : 'never filled'
}
