import { isIP } from 'node:net'

/** Addresses and networks of a list with commas; undefined where one is none. A network of everything is none. */
export function trustedProxies(list: string): readonly string[] | undefined {
  const proxies = list.split(',').map((one) => one.trim())
  return proxies.every(isProxy) ? proxies : undefined
}

function isProxy(proxy: string): boolean {
  const [address = '', bits, ...more] = proxy.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128)
}
