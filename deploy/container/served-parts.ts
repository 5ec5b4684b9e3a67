/** What of the repository runs, beside its packages. Tests among it are for whoever copies to leave out. */
export const servedParts: readonly string[] = Object.freeze([
  'auth',
  'deploy',
  'docs/reports',
  'docs/scenarios',
  'gateway',
  'schema',
  'subgraphs',
  'telemetry',
  'LICENSE',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
])
