/** A province that became another kind (or name) and kept its code. */
export interface KindChangeRow {
  readonly code: string
  readonly on: string
  readonly legalBasis: string
}

/** Provinces that became centrally-run cities after 1 July 2025. */
export const kindChanges: readonly KindChangeRow[] = [
  { code: '75', on: '2026-04-30', legalBasis: 'Nghị quyết 30/2026/QH16' },
  { code: '22', on: '2026-09-01', legalBasis: 'Nghị quyết 36/2026/QH16' },
]
