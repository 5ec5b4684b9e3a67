import type { Caller } from '../auth/caller.ts'
import type { Purpose } from '../auth/purpose.ts'
import { type ExportHouse, beginExport } from './export/begin-export.ts'
import { exportFile } from './export/export-file.ts'
import type { ExportRequest } from './export/export-request.ts'
import { insideState } from './inside-state.ts'
import type { House } from './begin-request.ts'

export interface InsideExport {
  readonly caller: Caller
  readonly purpose: Purpose
  readonly asked: ExportRequest & { readonly query: string }
  /** Its abort ends the page that is under way. */
  readonly signal: AbortSignal
}

/**
 * Makes a file for a caller who is not there, as `POST /export` would: the same rights, limits, disclosure control and
 * records. Fails like it, also between two chunks.
 */
export type ExportInside = (wanted: InsideExport) => AsyncIterable<Uint8Array>

/** Opens the way for files of the gateway's own. */
export function openInsideExport(house: House, files: ExportHouse): ExportInside {
  return async function* ({ caller, purpose, asked, signal }) {
    const message = {
      arrive: async (exported: Parameters<typeof insideState>[1]['exported']) =>
        insideState(house, { caller, purpose, ...(exported && { exported }) }),
      text: () => asked.query,
    }
    const begun = await beginExport(files, message, { asked, signal })
    try {
      const { chunks } = await exportFile(begun, asked, files.limits.maxBytes)
      yield* chunks
    } finally {
      await begun.pages.return(undefined)
      begun.close()
    }
  }
}
