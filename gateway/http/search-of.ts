/** What follows the question mark of a request's URL. */
export function searchOf(url: string | undefined): string {
  const at = url?.indexOf('?') ?? -1
  return url === undefined || at < 0 ? '' : url.slice(at + 1)
}
