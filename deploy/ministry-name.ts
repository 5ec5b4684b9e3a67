/** The ministries that this repository carries, the government office among them; each has a database of the same name in the cluster. */
export const ministryNames = [
  'reference',
  'population',
  'land',
  'health',
  'education',
  'steering',
] as const

export type MinistryName = (typeof ministryNames)[number]

/** All subgraphs of this house: the ministries, and the oversight of who reads them. */
export const subgraphNames = [...ministryNames, 'oversight'] as const

export type SubgraphName = (typeof subgraphNames)[number]
