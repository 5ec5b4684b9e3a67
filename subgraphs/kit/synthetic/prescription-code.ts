import type { PrescriptionKind } from './catalogue.ts'
import { permutation } from './permutation.ts'

/**
 * Code of the prescription of a number (below 2^36): facility, seven characters that do not betray the
 * order, and the kind (Circular 26/2025/TT-BYT).
 */
export function prescriptionCode(facility: string, index: number, kind: PrescriptionKind): string {
  return `${facility}${permutation(index, 18, 41).toString(36).padStart(7, '0')}-${kind}`
}
