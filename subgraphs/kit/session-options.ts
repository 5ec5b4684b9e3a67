/** What the text of values is read by: instants in UTC, ISO dates, doubles with every digit. */
const required = '-c TimeZone=UTC -c DateStyle=ISO -c extra_float_digits=1'

/**
 * A connection URL and the options of its sessions. pg lets `options` of the URL replace those given
 * beside it; here they are joined, ours last, so that they win.
 */
export function sessionOptions(url: string): { connectionString: string; options: string } {
  const place = new URL(url)
  const asked = place.searchParams.get('options')
  if (asked === null) return { connectionString: url, options: required }
  place.searchParams.delete('options')
  return { connectionString: place.href, options: `${asked} ${required}` }
}
