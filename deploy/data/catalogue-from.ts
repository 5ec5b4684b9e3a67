import type { Catalogue, Diagnosis, Drug } from '../../subgraphs/kit/synthetic/catalogue.ts'
import type { CommunePlace, ProvincePlace } from '../../subgraphs/kit/synthetic/catalogue.ts'
import type { TableRows } from '../../subgraphs/reference/synthetic.ts'

type Cell = TableRows['rows'][number][number]
type Row = Readonly<Record<string, Cell>>

/** What the generators need, read from the rows that the reference ministry publishes. */
export function catalogueFrom(tables: Iterable<TableRows>): Catalogue {
  const byName = new Map(Array.from(tables, (table) => [table.table, records(table)]))
  const rows = (table: string): readonly Row[] => byName.get(table) ?? missing(table)
  const communes = rows('commune').filter((row) => row['valid_to'] === null)
  const prefixes = rows('pin_prefix')
  return {
    provinces: rows('province').map((row): ProvincePlace => ({
      code: text(row, 'code'),
      name: text(row, 'name_vi'),
      city: row['kind'] === 'CITY',
      population: Number(row['dossier_population']),
      formerCodes: prefixes
        .filter((prefix) => prefix['province_code'] === row['code'])
        .map((prefix) => text(prefix, 'former_code')),
      communes: communes
        .filter((commune) => commune['province_code'] === row['code'])
        .map((commune) => ({
          code: text(commune, 'code'),
          name: text(commune, 'name_vi'),
          kind: text(commune, 'kind') as CommunePlace['kind'],
        })),
    })),
    drugs: rows('drug').map((row) => ({
      code: text(row, 'code'),
      unit: text(row, 'unit'),
      ingredient: text(row, 'ingredient'),
      kind: text(row, 'prescription_kind') as Drug['kind'],
    })),
    diagnoses: rows('diagnosis').map((row): Diagnosis => ({
      code: text(row, 'code'),
      chronic: row['chronic'] === true,
    })),
    landUses: new Set(rows('land_use_code').map((row) => text(row, 'code'))),
  }
}

function records({ columns, rows }: TableRows): Row[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])))
}

function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string')
    throw new Error(`expected a text in ${column}, got ${String(value)}`)
  return value
}

function missing(table: string): never {
  throw new Error(`the reference ministry has no rows of ${table}`)
}
