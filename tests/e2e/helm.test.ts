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
]

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
    for (const [, key = ''] of usual.text.matchAll(
      /\/run\/secrets\/(?:lien-thong|tls)\/([\w.-]+)/g,
    ))
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
    const policy = z.object({
      podSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
      policyTypes: z.array(z.string()),
      ingress: z
        .array(z.looseObject({ from: z.array(z.unknown()), ports: z.array(z.unknown()) }))
        .default([]),
    })
    const policies = usual.of('NetworkPolicy').map(({ spec }) => policy.loose().parse(spec))
    const part = 'app.kubernetes.io/component'
    const all = policies.filter(({ podSelector }) => !(part in podSelector.matchLabels))
    expect(all).toMatchObject([{ policyTypes: ['Ingress', 'Egress'], ingress: [] }])
    const gateway = {
      'app.kubernetes.io/name': 'lien-thong',
      'app.kubernetes.io/instance': 'a',
      [part]: 'gateway',
    }
    const ofMinistries = policies.filter(
      ({ podSelector }) => ![undefined, 'gateway'].includes(podSelector.matchLabels[part]),
    )
    expect(ofMinistries).toHaveLength(7)
    for (const { ingress } of ofMinistries)
      expect(ingress).toEqual([
        {
          from: [{ podSelector: { matchLabels: gateway } }],
          ports: [{ protocol: 'TCP', port: 'https' }],
        },
      ])
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
