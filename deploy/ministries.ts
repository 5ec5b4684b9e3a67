import { education } from '../subgraphs/education/subgraph.ts'
import { health } from '../subgraphs/health/subgraph.ts'
import { land } from '../subgraphs/land/subgraph.ts'
import type { Ministry } from '../subgraphs/kit/ministry.ts'
import { type MinistryName, ministryNames, type SubgraphName } from './ministry-name.ts'
import { oversight } from '../subgraphs/oversight/subgraph.ts'
import { population } from '../subgraphs/population/subgraph.ts'
import { reference } from '../subgraphs/reference/subgraph.ts'
import { steering } from '../subgraphs/steering/subgraph.ts'

const byName: Readonly<Record<MinistryName, Ministry>> = {
  reference,
  population,
  land,
  health,
  education,
  steering,
}

/** The ministries of this house, the shared catalogues first. */
export const ministries: readonly (Ministry & { readonly name: MinistryName })[] = Object.freeze(
  ministryNames.map((name) => ({ ...byName[name], name })),
)

/** Everything that the gateway asks: the ministries, and the oversight over its own journal. */
export const subgraphs: readonly (Ministry & { readonly name: SubgraphName })[] = Object.freeze([
  ...ministries,
  { ...oversight, name: 'oversight' },
])

/** Their annotated schemas, with the addresses that the committed supergraph names. */
export const ministryFiles = subgraphs.map(({ name, schemaFile, port }) => ({
  name,
  file: schemaFile,
  url: `http://localhost:${port}/graphql`,
}))
