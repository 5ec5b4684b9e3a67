import { isIPv6 } from 'node:net'

/** Groups of an IPv6 address that one network has for itself (RFC 6177): the first four. */
const ownGroups = 4

/** Whom an address stands for: itself, or of IPv6 its network, since one subscriber has all addresses of it. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  const groups = [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16) || 0)
  return groups
    .slice(0, ownGroups)
    .map((group) => group.toString(16))
    .join(':')
}
