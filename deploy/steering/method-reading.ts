import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { methodDocument, methodNames } from '../../subgraphs/steering/method-document.ts'
import type { Reading } from './observed-in.ts'
import type { Frequency } from './period.ts'

/** An indicator that a saved report answers, as the government office's database defines it. */
export interface CountedIndicator extends Reading {
  readonly code: string
  readonly version: number
  readonly frequency: Frequency
  /** The report's document. */
  readonly document: string
  /** What it counts is the register of the moment: no later moment can tell it of an earlier period. */
  readonly isStock: boolean
  /** It counts a school year, which begins in its year. */
  readonly isOfSchoolYear: boolean
}

interface Row extends Omit<CountedIndicator, 'document' | 'isStock' | 'isOfSchoolYear'> {
  readonly report: string
  readonly digest: string
}

/** Variables that bind a document's figures to the period, and not only the ages of those who are there now. */
const ofPeriod = /\$(from|last|start|end|schoolYear):/

/**
 * The indicators that are counted by reports, in the order of their codes. Throws where a definition stands on another
 * document than the product brings: `indicators init` stores the product's.
 */
export async function countedIndicators(client: Client): Promise<readonly CountedIndicator[]> {
  const { rows } = await client.query<Row>(
    `SELECT code, version, frequency, rule, scale, by_province AS "byProvince", report, report_digest AS digest,
       numerator_path AS "numeratorPath", denominator_path AS "denominatorPath"
     FROM indicator WHERE method = 'REPORT' ORDER BY code`,
  )
  const documents = new Map(
    methodNames.map(methodDocument).map(({ id, document }) => [id, document] as const),
  )
  return rows.map(({ report, digest, ...indicator }) => {
    const document = documents.get(report)
    if (document === undefined || createHash('sha256').update(document).digest('hex') !== digest)
      throw new Error(
        `${indicator.code}: its definition stands on another document of ${report} than this product's; ` +
          'run lien-thong indicators init',
      )
    const isOfSchoolYear = document.includes('$schoolYear:')
    return { ...indicator, document, isStock: !ofPeriod.test(document), isOfSchoolYear }
  })
}
