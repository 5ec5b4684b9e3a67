import { Client, escapeIdentifier } from 'pg'
import { adminUrl, databaseUrl } from './database.ts'

export interface Vehicles extends AsyncDisposable {
  readonly ownerUrl: string
  readonly readerUrl: string
}

const tables = `
  CREATE TABLE vehicle (
    plate text PRIMARY KEY,
    chassis text,
    seats int NOT NULL,
    registered_on date NOT NULL,
    inspected_on date,
    province_code text NOT NULL,
    changed_at timestamptz NOT NULL
  );
  CREATE INDEX ON vehicle (changed_at);
  CREATE INDEX ON vehicle (chassis);
  -- 5,000 vehicles: one in a hundred has no seats, one in fifty no chassis number, one in 500 that of another.
  INSERT INTO vehicle
  SELECT p || '-' || lpad(n::text, 4, '0'), CASE WHEN n % 50 = 0 THEN NULL WHEN n % 500 = 1 THEN 'C-0' ELSE 'C-' || p || n END,
    CASE WHEN n % 100 = 0 THEN 0 ELSE 5 END, DATE '2026-01-01', DATE '2026-01-01' + n % 40, p, now() - interval '1 day'
  FROM generate_series(1, 2500) AS n CROSS JOIN (VALUES ('01'), ('79')) AS province (p);
  GRANT SELECT ON vehicle TO education_reader;
  ALTER SCHEMA public OWNER TO education_owner;
  ALTER TABLE vehicle OWNER TO education_owner;`

/** A database of tests/sql/quality-sample on the run's own server: 5,000 vehicles that say when they last changed. */
export async function openVehicles(): Promise<Vehicles> {
  const name = `vehicles_${process.pid}_${Date.now()}`
  const admin = new Client({ connectionString: adminUrl() })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${escapeIdentifier(name)} OWNER education_owner`)
  const urlOf = (url: string): string => {
    const own = new URL(url)
    own.pathname = `/${name}`
    return own.href
  }
  const own = new Client({ connectionString: urlOf(adminUrl()) })
  await own.connect()
  await own.query(tables)
  await own.end()
  return {
    ownerUrl: urlOf(databaseUrl('education', 'owner')),
    readerUrl: urlOf(databaseUrl('education', 'reader')),
    [Symbol.asyncDispose]: async () => {
      await admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`)
      await admin.end()
    },
  }
}
