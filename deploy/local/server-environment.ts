/**
 * The environment of PostgreSQL's own processes: nothing of ours goes in, so that no `PG…` variable or
 * locale of the terminal changes how the cluster behaves.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const path = process.env['PATH']
  const root = process.env['SystemRoot']
  return {
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(path === undefined ? {} : { PATH: path }),
    ...(root === undefined ? {} : { SystemRoot: root }),
  }
}
