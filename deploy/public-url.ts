import type { Settings } from './settings.ts'

/** The origin under which browsers reach the gateway. Throws where the setting is more than an origin. */
export function publicUrl({ publicUrl: set, port }: Pick<Settings, 'publicUrl' | 'port'>): string {
  if (set === undefined) return `http://localhost:${port}`
  const { origin, href } = new URL(set)
  if (href === `${origin}/`) return origin
  throw new Error(`LIEN_THONG_PUBLIC_URL: expected an origin without a path, got ${set}`)
}
