/**
 * A catalogue code or personal number that may narrow rows. Letters, digits and hyphens alone, so that
 * a list of them can be joined by commas in a PostgreSQL setting without escapes.
 */
export const rowCode = /^[0-9A-Za-z-]{1,32}$/
