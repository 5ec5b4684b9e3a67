import type { SubgraphName } from './ministry-name.ts'
import type { Settings } from './settings.ts'

/** By which role a subgraph of the house adds what is its own, where that is set; the others write nothing. */
export function writerSetting(
  { steeringWriterUrl, reviewsUrl }: Settings,
  name: SubgraphName,
): string | undefined {
  if (name === 'steering') return steeringWriterUrl
  return name === 'oversight' ? reviewsUrl : undefined
}
