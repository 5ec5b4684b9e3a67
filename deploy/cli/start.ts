import { roles } from '../../auth/role.ts'
import { publicUrl } from '../public-url.ts'
import { readSettings, type Settings } from '../settings.ts'
import type { Running } from '../local/start.ts'
import type { Command } from './command.ts'
import { progress } from './progress.ts'
import { stopSignal } from './stop-signal.ts'

const firstQuery =
  '{ provinces(first: 3) { nodes { code name personTotals { count } parcelTotals { count } } } }'

export const start: Command = Object.freeze<Command>({
  name: 'start',
  line: 'Bring up everything on this machine: PostgreSQL with synthetic data, five ministries, indicators, oversight, gateway.',
  words: [],
  options: {},
  run: async ({ settings, print }) => {
    const { signal, stopped } = stopSignal()
    const begun = performance.now()
    const { start: bringUp } = await import('../local/start.ts')
    const bar = progress('people', 'people')
    const running = await bringUp({
      settings,
      print,
      onProgress: (step) => {
        if (step.phase === 'rows') bar.show(step.people, step.of)
      },
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) return undefined
      throw error
    })
    bar.end()
    if (running === undefined) return 130
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    print(welcome(running, seconds, settings))
    await stopped
    print('stopping …')
    await running.close()
    return 0
  },
})

function welcome(
  { url, metricsUrl }: Pick<Running, 'url' | 'metricsUrl'>,
  seconds: string,
  settings: Settings,
): string {
  const shown = url.replace('127.0.0.1', 'localhost')
  const { oidcIssuer } = settings
  const minting = tokenCommand(url, settings)
  const tokens =
    oidcIssuer === undefined
      ? [
          `Tokens    ${minting} PERSONA [--purpose ID]`,
          `          PERSONA: ${roles.join(', ')}`,
          '          Records of persons take a registered purpose: docs/purposes.md',
        ]
      : [`Tokens    from ${oidcIssuer}`]
  const token = oidcIssuer === undefined ? `$(${minting} analyst)` : 'TOKEN'
  return [
    '',
    `Liên Thông is ready (${seconds} s). Ctrl-C stops everything.`,
    '',
    ...consoleLines(url, settings),
    `GraphQL   ${shown}/graphql`,
    `Health    ${shown}/live  ${shown}/ready`,
    ...(metricsUrl === undefined ? [] : [`Metrics   ${metricsUrl}`]),
    ...tokens,
    '',
    'A first query, to paste into another terminal:',
    '',
    `  curl -s ${shown}/graphql -H 'content-type: application/json' \\`,
    `    -H "authorization: Bearer ${token}" \\`,
    `    -d '${JSON.stringify({ query: firstQuery })}'`,
    '',
  ].join('\n')
}

/** Where a browser signs in, where one can. */
function consoleLines(url: string, settings: Settings): readonly string[] {
  const { console, oidcIssuer, oidcClientId } = settings
  if (console === 'off' || (oidcIssuer !== undefined && oidcClientId === undefined)) return []
  return [`Console   ${publicUrl({ ...settings, port: Number(new URL(url).port) })}/`]
}

/** As another terminal needs it: a token names its issuer, and that names the port. */
function tokenCommand(url: string, { dataDir, oidcAudience }: Settings): string {
  const usual = readSettings({})
  const { port } = new URL(url)
  const differing = [
    ...(port === String(usual.port) ? [] : [`PORT=${port}`]),
    ...(dataDir === usual.dataDir ? [] : [`LIEN_THONG_DATA_DIR=${quoted(dataDir)}`]),
    ...(oidcAudience === usual.oidcAudience ? [] : [`OIDC_AUDIENCE=${quoted(oidcAudience)}`]),
  ]
  return [...differing, 'npx lien-thong token'].join(' ')
}

/** A word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
