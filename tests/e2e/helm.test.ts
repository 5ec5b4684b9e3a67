import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import type { Setting } from '../../deploy/setting.ts'
import { ministrySettings, settingTable } from '../../deploy/setting-table.ts'
import { fileSetting } from '../../deploy/setting-text.ts'
import { repositoryRoot } from '../support/command-line.ts'

const run = promisify(execFile)
const chart = join(repositoryRoot, 'deploy/helm/lien-thong')
const path = [process.env['PATH'], join(homedir(), 'go/bin')].join(':')
const tool = (name: string, args: readonly string[]) =>
  run(name, args, { env: { PATH: path, HOME: homedir() }, maxBuffer: 16 << 20 })

const helm = await tool('helm', ['version']).catch(() => undefined)
if (helm === undefined) process.stderr.write('no helm: the chart is not rendered\n')
const validator = await tool('kubernetes-validate', ['--version']).catch(() => undefined)
if (validator === undefined)
  process.stderr.write('no kubernetes-validate: manifests are not held against their schemas\n')

const container = z.looseObject({
  args: z.array(z.string()),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })),
  securityContext: z.unknown(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
  resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
})
const podSpec = z.looseObject({
  securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
  automountServiceAccountToken: z.literal(false),
  terminationGracePeriodSeconds: z.number().optional(),
  containers: z.array(container),
  volumes: z.array(z.looseObject({ name: z.string() })),
})
const manifest = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.unknown(),
})

interface Rendered {
  readonly text: string
  readonly of: (kind: string) => readonly z.infer<typeof manifest>[]
  readonly pods: ReadonlyMap<string, z.infer<typeof podSpec>>
}

async function rendered(...sets: readonly string[]): Promise<Rendered> {
  const args = ['template', 'a', chart, '--namespace', 'n', '--kube-version', '1.33.0']
  const { stdout: text } = await tool('helm', [...args, ...sets.flatMap((one) => ['--set', one])])
  const all = parseAllDocuments(text, { version: '1.1', merge: true })
    .map((document) => manifest.safeParse(document.toJS()))
    .flatMap(({ data }) => (data === undefined ? [] : [data]))
  const ofPod = z.looseObject({ template: z.looseObject({ spec: podSpec }) })
  const pods = all
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map(({ metadata, spec }) => [metadata.name, ofPod.parse(spec).template.spec] as const)
  return { text, of: (kind) => all.filter((one) => one.kind === kind), pods: new Map(pods) }
}

const everything = [
  'certManager.enabled=true',
  'ingress.enabled=true',
  'gateway.autoscaling.cost.metric=cost_per_second',
  'metrics.enabled=true',
  'metrics.podMonitor=true',
  'metrics.prometheusRule=true',
  'gateway.snapshots.existingClaim=snapshots',
  'ministries.land.owner=true',
  'ministries.land.codes=true',
  'ministries.land.agreement=true',
  'ministries.oversight.reviews=true',
]

const part = 'app.kubernetes.io/component'
const labelsOf = (name: string) => ({
  'app.kubernetes.io/name': 'lien-thong',
  'app.kubernetes.io/instance': 'a',
  [part]: name,
})
const way = z.array(z.looseObject({ ports: z.array(z.unknown()) })).default([])
const policy = z.looseObject({
  podSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
  policyTypes: z.array(z.string()),
  ingress: way,
  egress: way,
})
/** Policies by the part whose pods they are of; undefined is everybody. */
const policiesOf = (all: Rendered) =>
  new Map(
    all.of('NetworkPolicy').map(({ spec }) => {
      const one = policy.parse(spec)
      return [one.podSelector.matchLabels[part], one] as const
    }),
  )

describe.skipIf(helm === undefined)('the chart', () => {
  let folder: string
  let usual: Rendered
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-'))
    usual = await rendered()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('is what the linter of charts wants', async () => {
    const { stdout } = await tool('helm', ['lint', '--strict', '--quiet', chart])
    expect(stdout).not.toMatch(/WARNING|ERROR/)
  })

  test.skipIf(validator === undefined)(
    'its manifests are what two versions of Kubernetes take, in any setting',
    async () => {
      const file = join(folder, 'all.yaml')
      await writeFile(file, `${usual.text}\n${(await rendered(...everything)).text}`)
      for (const version of ['1.29', '1.33']) {
        const args = ['-k', version, '--strict', '--no-warn', '--quiet', file]
        await expect(tool('kubernetes-validate', args)).resolves.toMatchObject({ stdout: '' })
      }
      await writeFile(file, usual.text.replaceAll('maxUnavailable: 1', 'maxUnavailable: [1]'))
      await expect(tool('kubernetes-validate', ['-k', '1.33', file])).rejects.toThrow()
    },
  )

  test.each([
    ['oidc.issuer=http://plain.example', /oidc.*issuer/],
    ['gateway.replicas=0', /replicas/],
    ['image.digest=sha256:1', /digest/],
    ['ministries.Land.replicas=1', /ministries/],
    ['gateway.setings.A=b', /setings/],
    ['drainSeconds=4', /drainSeconds/],
    ['gateway.settings.lower=b', /settings/],
    ['ministries.oversight.owner=true', /oversight\/owner/],
    ['ministries.land.reviews=true', /land\/reviews/],
    ['ministries.land.agreement=true', /land\/owner/],
    ['ministries.land.codes=true', /land\/owner/],
    ['ministries.land.owner=true,ministries.land.sdl=schema', /land\/owner/],
    ['gateway.snapshots.existingClaim=s,gateway.indicators=false', /gateway\/indicators/],
  ])('%s is refused by name', async (set, said) => {
    await expect(rendered(set)).rejects.toThrow(said)
  })

  test('an image that is named by its digest is that one, whatever its tag', async () => {
    const image = 'registry.example.gov.vn/lien-thong'
    const imagesOf = ({ text }: Rendered) => new Set(text.match(/(?<=\bimage: ).+/g))
    const digest = `sha256:${'0a'.repeat(32)}`
    expect(imagesOf(await rendered('image.tag=v9'))).toEqual(new Set([`${image}:v9`]))
    const named = await rendered('image.tag=v9', `image.digest=${digest}`, 'tables.enabled=true')
    expect(imagesOf(named)).toEqual(new Set([`${image}@${digest}`]))
  })

  test('no pod is root, writes to its root, has a capability or a token of the cluster', () => {
    expect(usual.pods.size).toBe(11)
    for (const [name, { containers, volumes }] of usual.pods)
      for (const one of containers) {
        expect(one.securityContext, name).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        })
        const mounted = volumes.map((volume) => volume.name)
        expect(one.volumeMounts.map((mount) => mount.name)).toEqual(mounted)
      }
  })

  test('every setting is one, and every file lies in a secret that is mounted', async () => {
    const names = [...Object.values<Setting>(settingTable), ...ministrySettings].flatMap((one) => [
      one.name,
      ...(one.secret === true ? [fileSetting(one)] : []),
    ])
    for (const [pod, { containers }] of (await rendered(...everything)).pods)
      for (const { env, volumeMounts } of containers)
        for (const { name, value } of env) {
          expect(names, pod).toContain(name)
          if (value?.startsWith('/run/') !== true) continue
          const places = volumeMounts.map(({ mountPath }) => `${mountPath}/`)
          expect(
            places.some((place) => value.startsWith(place)),
            `${pod}: ${name}`,
          ).toBe(true)
        }
    const documented = await readFile(join(chart, 'README.md'), 'utf8')
    const { text } = await rendered(...everything)
    for (const [, key = ''] of text.matchAll(/\/run\/secrets\/(?:lien-thong|tls)\/([\w.-]+)/g))
      expect(documented).toContain(`\`${key}\``)
  })

  test('a pod has longer to go than balancers need and what is in flight takes', () => {
    for (const [name, pod] of usual.pods) {
      const [one] = pod.containers
      const drain = one?.env.find((each) => each.name === 'LIEN_THONG_DRAIN_MS')?.value
      if (drain === undefined) continue
      const deadlineMs = Number(settingTable.deadlineMs.default)
      expect(pod.terminationGracePeriodSeconds, name).toBeGreaterThan(
        (Number(drain) + deadlineMs + 1000) / 1000,
      )
    }
  })

  test('nobody comes to a ministry but the gateway, and nothing is open that no policy says', () => {
    const policies = policiesOf(usual)
    expect(policies.get(undefined)).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
    })
    const ofMinistries = [...policies].filter(([name]) => ![undefined, 'gateway'].includes(name))
    expect(ofMinistries).toHaveLength(7)
    for (const [name, { policyTypes, ingress, egress }] of ofMinistries)
      expect([policyTypes, ingress, egress], name).toEqual([
        ['Ingress'],
        [
          {
            from: [{ podSelector: { matchLabels: labelsOf('gateway') } }],
            ports: [{ protocol: 'TCP', port: 'https' }],
          },
        ],
        [],
      ])
  })

  test('a ministry that compares its records may ask the gateway, and no other may', async () => {
    const policies = policiesOf(await rendered(...everything))
    const http = [{ protocol: 'TCP', port: 'http' }]
    const podsOf = (name: string) => [{ podSelector: { matchLabels: labelsOf(name) } }]
    expect(policies.get('land')).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ to: podsOf('gateway'), ports: http }],
    })
    const asked = policies.get('gateway')?.ingress ?? []
    expect(asked.slice(1)).toEqual([{ from: podsOf('land'), ports: http }])
    expect(policiesOf(usual).get('gateway')?.ingress).toEqual(asked.slice(0, 1))
    for (const [name, { egress }] of policies)
      if (![undefined, 'gateway', 'land'].includes(name)) expect(egress, name).toEqual([])
  })

  test('what takes a secret or a volume that an installation may not have is off until it is asked for', async () => {
    const settingsOf = ({ pods }: Rendered, name: string) => {
      const env = pods.get(`a-lien-thong-${name}`)?.containers.flatMap((one) => one.env) ?? []
      return Object.fromEntries(env.map((one) => [one.name, one.value]))
    }
    const further = {
      oversight: {
        LIEN_THONG_REVIEWS_DATABASE_URL_FILE: '/run/secrets/lien-thong/writer-database-url',
      },
      land: {
        LAND_OWNER_DATABASE_URL_FILE: '/run/secrets/lien-thong/owner-database-url',
        REFERENCE_DATABASE_URL_FILE: '/run/secrets/lien-thong/reference-database-url',
        LIEN_THONG_AGREEMENT_GATEWAY: 'http://a-lien-thong-gateway.n.svc',
        LIEN_THONG_AGREEMENT_TOKEN_FILE: '/run/secrets/lien-thong/agreement-token',
      },
      gateway: { LIEN_THONG_SNAPSHOT_DIR: '/srv/snapshots' },
    }
    const all = await rendered(...everything)
    for (const [name, settings] of Object.entries(further)) {
      expect(settingsOf(all, name)).toMatchObject(settings)
      for (const setting of Object.keys(settings))
        expect(settingsOf(usual, name)).not.toHaveProperty(setting)
    }
    const gateway = all.pods.get('a-lien-thong-gateway')
    expect(gateway?.volumes.at(-1)).toEqual({
      name: 'snapshots',
      persistentVolumeClaim: { claimName: 'snapshots' },
    })
    expect(gateway?.containers[0]?.volumeMounts.at(-1)).toEqual({
      name: 'snapshots',
      mountPath: '/srv/snapshots',
    })
  })

  test('metrics are read at the port that every process opens', async () => {
    const all = await rendered(...everything)
    const ports = z.array(z.looseObject({ name: z.string(), containerPort: z.number() }))
    for (const { spec } of all.of('Deployment')) {
      const [one] = z.looseObject({ template: z.looseObject({ spec: podSpec }) }).parse(spec)
        .template.spec.containers
      const open = ports.parse(one?.['ports']).find(({ name }) => name === 'metrics')
      const set = one?.env.find(({ name }) => name === 'LIEN_THONG_METRICS_PORT')
      expect(set?.value).toBe(String(open?.containerPort))
    }
    expect(all.of('PodMonitor')).toMatchObject([
      { spec: { podMetricsEndpoints: [{ port: 'metrics' }] } },
    ])
  })

  test('the alerts are those of the house, and know the job by its name', async () => {
    const all = await rendered(...everything)
    const file = join(repositoryRoot, 'deploy/observability/alerts.yaml')
    const alerts: unknown = parse(await readFile(file, 'utf8'))
    expect(all.of('PrometheusRule').map(({ spec }) => spec)).toEqual([alerts])
    expect(all.of('PodMonitor')).toMatchObject([{ spec: { jobLabel: 'app.kubernetes.io/name' } }])
  })

  test('no secret is made, and each is one that values name', () => {
    expect(usual.of('Secret')).toEqual([])
    expect(usual.of('ConfigMap')).toEqual([])
  })

  test('replicas grow by cost where it is measured, and by CPU', async () => {
    const metricsOf = async (...sets: readonly string[]) =>
      (await rendered(...sets)).of('HorizontalPodAutoscaler').map(({ spec }) =>
        z
          .looseObject({ metrics: z.array(z.looseObject({ type: z.string() })) })
          .parse(spec)
          .metrics.map(({ type }) => type),
      )
    expect(await metricsOf()).toEqual([['Resource']])
    expect(await metricsOf(...everything)).toEqual([['Pods', 'Resource']])
    expect(await metricsOf('gateway.autoscaling.enabled=false')).toEqual([])
  })

  test('certificates name what the gateway calls a ministry, and whom a ministry expects', async () => {
    const all = await rendered(...everything)
    const names = new Map(
      all.of('Certificate').map(({ metadata, spec }) => {
        const { dnsNames } = z.looseObject({ dnsNames: z.array(z.string()) }).parse(spec)
        return [metadata.name, dnsNames[0] ?? '']
      }),
    )
    const services = new Set(all.of('Service').map(({ metadata }) => `${metadata.name}.n.svc`))
    expect(new Set(names.values())).toEqual(services)
    for (const [pod, { containers }] of all.pods)
      for (const { name, value } of containers.flatMap(({ env }) => env)) {
        if (name === 'LIEN_THONG_TLS_CLIENT_NAMES')
          expect(value, pod).toBe(names.get('a-lien-thong-gateway'))
        if (name.endsWith('_URL') && value?.includes('.svc') === true)
          expect([...names.values()]).toContain(new URL(value).hostname)
      }
  })
})
