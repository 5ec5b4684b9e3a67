import { codeSystems } from './rows/code-systems.ts'
import { communes } from './rows/communes.ts'
import { diagnoses } from './rows/diagnoses.ts'
import { drugs } from './rows/drugs.ts'
import { ethnicGroups } from './rows/ethnic-groups.ts'
import { formerProvinces } from './rows/former-provinces.ts'
import { landUseCodes } from './rows/land-use-codes.ts'
import { provinceVersions } from './rows/province-versions.ts'
import { provinces } from './rows/provinces.ts'
import { withoutDiacritics } from './without-diacritics.ts'

type Cell = string | number | boolean | null

/** The rows of one table, cells in the order of `columns`. */
export interface TableRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Start of the code lists of 2025. */
const since = '2025-07-01'

/** Every row of the shared catalogues, one entry a table, parents before children. */
export function referenceRows(): Iterable<TableRows> {
  return [
    codeSystemRows(),
    provinceRows(),
    provinceVersionRows(),
    pinPrefixRows(),
    communeRows(),
    ...codeListRows(),
  ]
}

function codeSystemRows(): TableRows {
  return {
    table: 'code_system',
    columns: ['uri', 'version', 'title_vi', 'title_en', 'source', 'valid_from'],
    rows: Object.values(codeSystems).map((row) => [
      row.uri,
      row.version,
      row.titleVi,
      row.titleEn,
      row.source,
      row.from,
    ]),
  }
}

function provinceRows(): TableRows {
  return {
    table: 'province',
    columns: [
      'code',
      'name_vi',
      'name_ascii',
      'kind',
      'area_km2',
      'dossier_population',
      'former_units',
      'valid_from',
      'code_system_uri',
    ],
    rows: provinces.map(({ code, name, kind, areaKm2, population }) => {
      const former = formerProvinces.filter(({ successor }) => successor === code)
      const formerUnits = former.map((unit) => unit.name).join(', ')
      const ascii = withoutDiacritics(name)
      const system = codeSystems.province.uri
      return [code, name, ascii, kind, areaKm2, population, formerUnits, since, system]
    }),
  }
}

function provinceVersionRows(): TableRows {
  return {
    table: 'province_version',
    columns: ['code', 'valid_from', 'valid_to', 'name_vi', 'kind', 'successor_code', 'legal_basis'],
    rows: provinceVersions.map((row) => [
      row.code,
      row.from,
      row.to,
      row.name,
      row.kind,
      row.successor,
      row.legalBasis,
    ]),
  }
}

function pinPrefixRows(): TableRows {
  return {
    table: 'pin_prefix',
    columns: ['prefix', 'name_vi', 'former_code', 'province_code'],
    rows: formerProvinces.map(({ code, name, successor }) => [`0${code}`, name, code, successor]),
  }
}

function communeRows(): TableRows {
  return {
    table: 'commune',
    columns: [
      'code',
      'name_vi',
      'name_ascii',
      'kind',
      'province_code',
      'valid_from',
      'valid_to',
      'successor_code',
      'code_system_uri',
    ],
    rows: communes.map(([province, code, kind, name]) => {
      const ascii = withoutDiacritics(name)
      return [code, name, ascii, kind, province, since, null, null, codeSystems.commune.uri]
    }),
  }
}

function codeListRows(): readonly TableRows[] {
  const { ethnicGroup, landUse, drug, diagnosis } = codeSystems
  return [
    {
      table: 'ethnic_group',
      columns: ['code', 'name_vi', 'code_system_uri'],
      rows: ethnicGroups.map(([code, name]) => [code, name, ethnicGroup.uri]),
    },
    {
      table: 'land_use_code',
      columns: ['code', 'land_group', 'name_vi', 'name_en', 'contested', 'code_system_uri'],
      rows: landUseCodes.map((row) => [
        row.code,
        row.group,
        row.nameVi,
        row.nameEn,
        row.contested,
        landUse.uri,
      ]),
    },
    {
      table: 'drug',
      columns: [
        'code',
        'name',
        'ingredient',
        'strength',
        'unit',
        'prescription_kind',
        'code_system_uri',
      ],
      rows: drugs.map(({ code, ingredient, strength, unit, kind }) => {
        const name = `${ingredient} ${strength}`.trim()
        return [code, name, ingredient, strength, unit, kind, drug.uri]
      }),
    },
    {
      table: 'diagnosis',
      columns: ['code', 'name_vi', 'name_en', 'chronic', 'code_system_uri'],
      rows: diagnoses.map((row) => [row.code, row.nameVi, row.nameEn, row.chronic, diagnosis.uri]),
    },
  ]
}
