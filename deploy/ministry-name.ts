/** The ministries that this repository carries; each has a database of the same name in the cluster. */
export const ministryNames = ['reference', 'population', 'land', 'health', 'education'] as const

export type MinistryName = (typeof ministryNames)[number]
