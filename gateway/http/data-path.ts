/** Where registered documents are asked over plain HTTP. */
export const dataPath = '/data'
/** The route of one, as it is registered. */
export const dataRoute = `${dataPath}/:name`

/** Whether a request's URL is below it: its refusals are problem details. */
export function isDataUrl(url: string): boolean {
  return url === dataPath || url.startsWith(`${dataPath}/`) || url.startsWith(`${dataPath}?`)
}
