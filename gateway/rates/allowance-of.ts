import type { Caller } from '../../auth/caller.ts'
import type { ExportedPage } from '../export/exported-page.ts'
import type { Allowance } from './allowance.ts'
import type { Rates } from './rates.ts'

/** What a request may take, one request of it taken. The later pages of an export are no requests of their own, and end no export when a minute is
 * used up. */
export async function allowanceOf(
  caller: Caller | undefined,
  rates: Rates | undefined,
  exported: ExportedPage | undefined,
): Promise<Allowance | undefined> {
  if (caller === undefined || rates === undefined) return undefined
  const isLaterPage = exported !== undefined && exported.page > 1
  const allowance = rates.allowance(caller, isLaterPage)
  if (!isLaterPage) await allowance.takeRequest()
  return allowance
}
