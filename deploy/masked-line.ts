/**
 * A line of the log without what no log may hold, whatever was logged: a run of twelve digits (a personal number), the
 * three parts of a token. The last door, not the first: nothing is logged in the hope that it is masked.
 */
export function maskedLine(line: string): string {
  return line.replace(personalNumber, '…').replace(token, 'eyJ…')
}

/** Twelve digits that are not part of a longer number, of a decimal or of an identifier. */
const personalNumber = /(?<![\w.]|[0-9a-f]{4}-)\d{12}(?![\w])/g
const token = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g
