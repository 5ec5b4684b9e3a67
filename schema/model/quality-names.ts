import type { Permission } from '../../auth/permission.ts'

/** The names under which a ministry's quality is asked, and the permissions that open it. */
export function qualityNames(ministry: string) {
  const one = ministry.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const stats: Permission = `${ministry}:quality:stats`
  const read: Permission = `${ministry}:quality:read`
  return {
    scores: `${one}Quality`,
    places: `${one}QualityPlaces`,
    failures: (type: string) => `${type.charAt(0).toLowerCase()}${type.slice(1)}QualityFailures`,
    stats,
    read,
  }
}
