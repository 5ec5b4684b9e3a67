const dayMs = 86_400_000
/** Viet Nam is seven hours ahead all year. */
const offsetMs = 7 * 3_600_000

/** The day in Viet Nam of a moment, as YYYY-MM-DD. */
export function vietNamDay(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString().slice(0, 10)
}

/** The midnight in Viet Nam that ends the day of a moment; both in milliseconds since the epoch. */
export function endOfVietNamDay(at: number): number {
  return (Math.floor((at + offsetMs) / dayMs) + 1) * dayMs - offsetMs
}
