/** A personal identification number: 12 digits (Decree 137/2015/NĐ-CP). */
export const personalNumber = /^\d{12}$/
