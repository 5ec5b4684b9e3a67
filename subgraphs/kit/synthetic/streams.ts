/** The number of each ministry's own random sequence, so that leaving one out changes no other. */
export const streams = {
  people: 0,
  population: 1,
  land: 2,
  health: 3,
  education: 4,
  steering: 5,
} as const

/** Index of the sequence for rows that belong to no household. */
export const fixedRows = 0x7fffffff
