import { createRandom } from '../../kit/synthetic/random.ts'
import { fixedRows, streams } from '../../kit/synthetic/streams.ts'
import type { World } from '../../kit/synthetic/world.ts'

type Cells = Readonly<Record<string, string | number | boolean | null>>

/** Rows by table. */
export interface DemoTasks {
  readonly task: readonly Cells[]
  readonly task_evidence: readonly Cells[]
  readonly task_change: readonly Cells[]
}

interface Template {
  readonly ministry: string
  readonly id: string
  readonly work: string
  readonly person: string
  readonly result: string
  /** What its provinces' tasks are proved by; a document where there is none. */
  readonly indicator?: { readonly code: string; readonly wanted: number }
}

const templates: readonly Template[] = [
  {
    ministry: 'population',
    id: 'DC-01',
    work: 'Làm sạch dữ liệu dân cư',
    person: 'Cục trưởng phụ trách dữ liệu dân cư',
    result: 'Dữ liệu dân cư đúng, đủ, sạch, sống',
  },
  {
    ministry: 'population',
    id: 'DC-02',
    work: 'Cấp căn cước cho người từ đủ 14 tuổi',
    person: 'Cục trưởng phụ trách căn cước',
    result: 'Mọi người từ đủ 14 tuổi có căn cước',
  },
  {
    ministry: 'land',
    id: 'DD-01',
    work: 'Xác thực thửa đất đã rà soát',
    person: 'Cục trưởng phụ trách đất đai',
    result: 'Thửa đất đã rà soát được xác thực',
  },
  {
    ministry: 'land',
    id: 'DD-02',
    work: 'Giải ngân vốn đầu tư công',
    person: 'Vụ trưởng phụ trách kế hoạch',
    result: 'Giải ngân đạt kế hoạch của năm',
    indicator: { code: 'investment.public-disbursement-share', wanted: 60 },
  },
  {
    ministry: 'health',
    id: 'YT-01',
    work: 'Liên thông đơn thuốc điện tử',
    person: 'Cục trưởng phụ trách khám chữa bệnh',
    result: 'Cơ sở khám chữa bệnh gửi đơn thuốc trong ngày',
  },
  {
    ministry: 'education',
    id: 'GD-01',
    work: 'Thanh toán học phí trực tuyến',
    person: 'Cục trưởng phụ trách công nghệ thông tin',
    result: 'Trường học thu học phí trực tuyến',
  },
]
const provincesEach = 6
const states = ['OPEN', 'OPEN', 'OPEN', 'DONE', 'OPEN', 'CANCELLED'] as const
const dues = ['2026-09-30', '2026-12-05', '2027-03-31', '2026-10-15', '2026-12-31', '2026-11-30']

/** Invented tasks of four ministries, each with its provinces' part, and the changes that made them so. */
export function demoTasks({ seed, catalogue }: World, recordedAt: string): DemoTasks {
  const random = createRandom()
  random.restart(seed, streams.steering, fixedRows + 1)
  const made = { task: [] as Cells[], task_evidence: [] as Cells[], task_change: [] as Cells[] }
  const add = (task: Cells, evidence: readonly Cells[]): void => {
    const { id, state, done_on: doneOn, ...first } = task
    let version = 0
    const changed = (kind: string, detail: Cells): void => {
      version += 1
      made.task_change.push({
        task_id: id ?? '',
        version,
        kind,
        actor: 'synthetic',
        key: `synthetic:${String(id)}:${version}`,
        request_id: 'synthetic',
        at: recordedAt,
        detail: JSON.stringify(detail),
      })
    }
    changed('CREATED', { ...first, synthetic: true })
    for (const one of evidence) {
      changed('EVIDENCE_ADDED', one)
      made.task_evidence.push({ ...emptyEvidence, ...one, task_id: id ?? '', version })
    }
    if (state !== 'OPEN') changed('CHANGED', { state: state ?? 'OPEN', done_on: doneOn ?? null })
    made.task.push({ ...task, version, synthetic: true, changed_at: recordedAt })
  }
  for (const template of templates) {
    const { id, indicator } = template
    const common = {
      person: template.person,
      work: template.work,
      responsibility: 'Chủ trì, báo cáo hằng tháng',
      start_on: '2026-01-05',
      result: template.result,
      basis: 'Chương trình công tác năm 2026 (giả lập)',
      ministry: template.ministry,
    }
    const whole = { ...common, id, parent_id: null, province_code: null, due_on: '2026-12-31' }
    add({ ...whole, state: 'OPEN', done_on: null }, [])
    const first = Math.floor(random.unit() * catalogue.provinces.length)
    for (let at = 0; at < provincesEach; at += 1) {
      const { code } = catalogue.provinces[(first + at * 5) % catalogue.provinces.length] ?? {}
      const state = indicator === undefined ? (states[at] ?? 'OPEN') : 'OPEN'
      const part = {
        ...common,
        id: `${id}/${String(code)}`,
        parent_id: id,
        person: 'Giám đốc sở phụ trách',
        responsibility: 'Thực hiện tại tỉnh, báo cáo hằng tháng',
        province_code: code ?? null,
        due_on: dues[at] ?? '2026-12-31',
        state,
        done_on: state === 'DONE' ? '2026-10-10' : null,
      }
      add(part, evidenceOf(indicator, code ?? 'VN', state))
    }
  }
  return made
}

const emptyEvidence = {
  indicator_code: null,
  area_code: null,
  period: null,
  wanted: null,
  document: null,
  withdrawn_version: null,
}

function evidenceOf(
  indicator: Template['indicator'],
  area: string,
  state: string,
): readonly Cells[] {
  if (indicator !== undefined) {
    const { code, wanted } = indicator
    return [{ kind: 'INDICATOR', indicator_code: code, area_code: area, period: '2026-09', wanted }]
  }
  return state === 'DONE' ? [{ kind: 'DOCUMENT', document: 'Báo cáo số 01/BC-GL (giả lập)' }] : []
}
