/** Characters of an address to go back to, at most. */
const maxLength = 2000

/**
 * The path of this very origin that a sign-in goes back to; `/` for everything else: other origins in any
 * disguise (`//host`, `/\host`, schemes, control characters), and the routes of signing in themselves.
 */
export function ownPath(wanted: unknown, publicUrl: string): string {
  if (typeof wanted !== 'string' || wanted.length > maxLength) return '/'
  if (!/^\/(?![/\\])[\u0021-\u005B\u005D-\u007E]*$/.test(wanted)) return '/'
  const { origin, pathname, search, hash } = new URL(wanted, publicUrl)
  if (origin !== publicUrl || /^\/{2}|^\/(console|dev)(\/|$)/.test(pathname)) return '/'
  return `${pathname}${search}${hash}`
}
