import { register } from 'node:module'

// openapi-typescript writes with the compiler's API, which TypeScript 7 has not: it takes that of the one before.
const earlier = import.meta
  .resolve('@ts-morph/common')
  .replace('ts-morph-common.js', 'typescript.js')
const hooks = `export const resolve = (specifier, context, next) =>
  specifier === 'typescript' ? { url: ${JSON.stringify(earlier)}, shortCircuit: true } : next(specifier, context)`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
