/** The form of a purpose's id. */
export const purposeId = /^[A-Za-z0-9:._-]{1,64}$/
