import { Pool, type PoolClient } from 'pg'

/** A registered document, without its text. */
export interface RegisteredDocument {
  readonly documentId: string
  readonly registeredAt: Date
  /** That of its operation; undefined where it is not one query with a name. */
  readonly name: string | undefined
  /** It is what its name stands for: of several the one that was registered last. */
  readonly isNamed: boolean
}

export interface NewDocument {
  readonly documentId: string
  readonly text: string
  readonly name?: string | undefined
}

/** A registered document by its name. */
export interface NamedDocument {
  readonly name: string
  readonly text: string
}

/** The documents that applications registered. Every method fails with the database's own error when it is away. */
export interface DocumentStore {
  /** The text of a document of this application. */
  find(application: string, documentId: string): Promise<string | undefined>
  /** The text of what a name stands for at this application. */
  findNamed(application: string, name: string): Promise<string | undefined>
  /** What all names of an application stand for, by name. */
  named(application: string): Promise<readonly NamedDocument[]>
  /** Registers all of them, or none: undefined where the application would have more than `most`. */
  register(
    application: string,
    documents: readonly NewDocument[],
    most: number,
  ): Promise<readonly RegisteredDocument[] | undefined>
  /** Those of an application, oldest first. */
  list(application: string): Promise<readonly RegisteredDocument[]>
  /** Answers whether it was there. */
  withdraw(application: string, documentId: string): Promise<boolean>
  close(): Promise<void>
}

const connections = 2
/** Milliseconds for a connection and for one statement. */
const connectMs = 3000
const statementMs = 5000
const prefix = 'sha256:'

/** The named documents of an application, $1, with their texts. */
const ofApplication = `FROM registry.named_document AS n JOIN registry.trusted_document AS t USING (application, document)
  JOIN registry.document AS d ON d.hash = t.document WHERE n.application = $1`

/** Opens the registered documents of the registry's database, as registry_writer. */
export function openDocumentStore(url: string): DocumentStore {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    application_name: 'lien-thong documents',
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs,
    statement_timeout: statementMs,
    allowExitOnIdle: true,
  })
  // What breaks an idle connection is told by the next statement.
  pool.on('error', () => undefined)
  return {
    async find(application, documentId) {
      const { rows } = await pool.query<{ body: string }>({
        name: 'document',
        text: `SELECT d.body FROM registry.trusted_document AS t JOIN registry.document AS d ON d.hash = t.document
               WHERE t.application = $1 AND t.document = $2`,
        values: [application, hashOf(documentId)],
      })
      return rows[0]?.body
    },
    async findNamed(application, name) {
      const { rows } = await pool.query<{ body: string }>({
        name: 'named document',
        text: `SELECT d.body ${ofApplication} AND n.name = $2 ORDER BY t.at DESC, n.place DESC LIMIT 1`,
        values: [application, name],
      })
      return rows[0]?.body
    },
    async named(application) {
      const { rows } = await pool.query<{ name: string; body: string }>(
        `SELECT DISTINCT ON (n.name) n.name, d.body ${ofApplication}
         ORDER BY n.name, t.at DESC, n.place DESC`,
        [application],
      )
      return rows.map(({ name, body }) => ({ name, text: body }))
    },
    register: (application, documents, most) =>
      serialised(pool, async (client) => {
        const hashes = documents.map(({ documentId }) => hashOf(documentId))
        await client.query(
          `INSERT INTO registry.document (hash, body) SELECT * FROM unnest($1::text[], $2::text[])
           ON CONFLICT DO NOTHING`,
          [hashes, documents.map(({ text }) => text)],
        )
        await client.query(
          `INSERT INTO registry.trusted_document (application, document)
           SELECT $1, hash FROM unnest($2::text[]) AS hash ON CONFLICT DO NOTHING`,
          [application, hashes],
        )
        const names = documents.map(({ name }) => name ?? null)
        await client.query(
          `INSERT INTO registry.named_document (application, document, name, place)
           SELECT $1, hash, name, place FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS one (hash, name, place)
           WHERE name IS NOT NULL ON CONFLICT DO NOTHING`,
          [application, hashes, names],
        )
        const all = await listed(client, application)
        return all.length > most ? undefined : all
      }),
    list: (application) => listed(pool, application),
    async withdraw(application, documentId) {
      const { rowCount } = await pool.query(
        'DELETE FROM registry.trusted_document WHERE application = $1 AND document = $2',
        [application, hashOf(documentId)],
      )
      return rowCount === 1
    },
    close: () => pool.end(),
  }
}

async function listed(
  client: Pool | PoolClient,
  application: string,
): Promise<readonly RegisteredDocument[]> {
  const { rows } = await client.query<Listed>(
    `SELECT t.document, t.at, n.name, n.name IS NOT NULL AND 1 = row_number() OVER
       (PARTITION BY n.name ORDER BY t.at DESC, n.place DESC) AS "isNamed"
     FROM registry.trusted_document AS t LEFT JOIN registry.named_document AS n USING (application, document)
     WHERE t.application = $1 ORDER BY t.at, t.document`,
    [application],
  )
  return rows.map(({ document, at, name, isNamed }) => ({
    documentId: `${prefix}${document}`,
    registeredAt: at,
    name: name ?? undefined,
    isNamed,
  }))
}

interface Listed {
  readonly document: string
  readonly at: Date
  readonly name: string | null
  readonly isNamed: boolean
}

/**
 * Two that register at once could each see room for one more: the second of them is tried again, as PostgreSQL asks
 * (40001). What answers undefined is taken back.
 */
async function serialised<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    try {
      await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE')
      const done = await work(client)
      await client.query(done === undefined ? 'ROLLBACK' : 'COMMIT')
      client.release()
      return done
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      client.release(true)
      if (attempt >= maxAttempts || !isConflict(error)) throw error
    }
  }
}

const maxAttempts = 5

function isConflict(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '40001'
}

function hashOf(documentId: string): string {
  return documentId.slice(prefix.length)
}
