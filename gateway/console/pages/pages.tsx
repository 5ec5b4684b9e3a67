import {
  Activity,
  BadgeCheck,
  BookOpen,
  Building2,
  Gauge,
  ChartColumn,
  CodeXml,
  ListChecks,
  type LucideIcon,
  MousePointerClick,
  ScanSearch,
  Siren,
  Terminal,
  UserRound,
} from 'lucide-react'
import { type ComponentType, lazy } from 'react'
import type { SignedIn, Titled } from '../api/session.ts'

export interface PageProps {
  readonly session: SignedIn
}

/** A page of the console: where it is, what it is called, who uses it. */
export interface Page {
  readonly path: string
  readonly title: Titled
  readonly group: GroupId
  readonly Icon: LucideIcon
  /** Whether the caller's roles use it. What they may see on it, the gateway decides. */
  readonly may: (session: SignedIn) => boolean
  /** False for pages that others lead to. */
  readonly listed?: boolean
  /** Whether free questions are asked there. */
  readonly asks?: true
  /** Whether paths below it are its own. */
  readonly nest?: boolean
  /** Loaded when it is first shown: `lazy(() => import(…).then(({ Ask }) => ({ default: Ask })))`. */
  readonly Content: ComponentType<PageProps>
}

export type GroupId = 'own' | 'steering' | 'data' | 'ministry' | 'house'

export const groups: readonly { readonly id: GroupId; readonly title: Titled }[] = [
  { id: 'own', title: { vi: 'Của tôi', en: 'Mine' } },
  { id: 'steering', title: { vi: 'Chỉ đạo, điều hành', en: 'Steering' } },
  { id: 'data', title: { vi: 'Dữ liệu', en: 'Data' } },
  { id: 'ministry', title: { vi: 'Bộ, ngành', en: 'Ministries' } },
  { id: 'house', title: { vi: 'Hệ thống', en: 'System' } },
]

/** All pages, in the order of the navigation; a role's first one is where it begins. */
export const pages: readonly Page[] = [
  {
    path: '/my-data',
    title: { vi: 'Dữ liệu của tôi', en: 'My data' },
    group: 'own',
    Icon: UserRound,
    may: ({ may }) => may.ownData,
    Content: lazy(() =>
      import('./my-data/my-data.tsx').then(({ MyData }) => ({ default: MyData })),
    ),
  },
  {
    path: '/ask',
    asks: true,
    title: { vi: 'Hỏi dữ liệu', en: 'Ask' },
    group: 'data',
    Icon: Terminal,
    may: ({ may }) => may.stats || may.rows || may.tokens,
    Content: lazy(() => import('./ask/ask.tsx').then(({ Ask }) => ({ default: Ask }))),
  },
  {
    path: '/build',
    asks: true,
    title: { vi: 'Dựng câu hỏi', en: 'Build' },
    group: 'data',
    Icon: MousePointerClick,
    may: ({ may }) => may.stats,
    Content: lazy(() => import('./build/build.tsx').then(({ Build }) => ({ default: Build }))),
  },
  {
    path: '/reports',
    asks: true,
    title: { vi: 'Báo cáo', en: 'Reports' },
    group: 'data',
    Icon: ChartColumn,
    may: ({ may }) => may.stats || may.rows,
    nest: true,
    Content: lazy(() =>
      import('./reports/reports.tsx').then(({ Reports }) => ({ default: Reports })),
    ),
  },
  {
    path: '/quality',
    title: { vi: 'Chất lượng', en: 'Quality' },
    group: 'data',
    Icon: BadgeCheck,
    may: ({ may }) => may.quality,
    Content: lazy(() =>
      import('./quality/quality.tsx').then(({ QualityPage }) => ({ default: QualityPage })),
    ),
  },
  {
    path: '/schema',
    title: { vi: 'Lược đồ', en: 'Schema' },
    group: 'data',
    Icon: BookOpen,
    may: ({ may }) => may.stats || may.rows || may.tokens,
    nest: true,
    Content: lazy(() => import('./schema/schema.tsx').then(({ Schema }) => ({ default: Schema }))),
  },
  {
    path: '/developers',
    title: { vi: 'Nhà phát triển', en: 'Developers' },
    group: 'data',
    Icon: CodeXml,
    may: ({ may }) => may.tokens,
    Content: lazy(() =>
      import('./developers/developers.tsx').then(({ Developers }) => ({ default: Developers })),
    ),
  },
  {
    path: '/tasks',
    title: { vi: 'Nhiệm vụ', en: 'Tasks' },
    group: 'steering',
    Icon: ListChecks,
    may: ({ may }) => may.tasks,
    Content: lazy(() =>
      import('./tasks/task-board.tsx').then(({ TaskBoard }) => ({ default: TaskBoard })),
    ),
  },
  {
    path: '/ministry',
    title: { vi: 'Lược đồ con', en: 'Subgraphs' },
    group: 'ministry',
    Icon: Building2,
    may: ({ may }) => may.registry,
    nest: true,
    Content: lazy(() =>
      import('./ministry/ministry.tsx').then(({ Ministry }) => ({ default: Ministry })),
    ),
  },
  {
    path: '/state',
    title: { vi: 'Tình trạng', en: 'State' },
    group: 'house',
    Icon: Activity,
    may: ({ may }) => may.state,
    Content: lazy(() => import('./state/state.tsx').then(({ State }) => ({ default: State }))),
  },
  {
    path: '/scenarios',
    title: { vi: 'Kịch bản khẩn cấp', en: 'Scenarios' },
    group: 'steering',
    Icon: Siren,
    may: ({ purposes }) => purposes.some(({ emergency }) => emergency),
    nest: true,
    Content: lazy(() =>
      import('./scenarios/scenarios.tsx').then(({ Scenarios }) => ({ default: Scenarios })),
    ),
  },
  {
    path: '/inspect',
    title: { vi: 'Thanh tra', en: 'Inspection' },
    group: 'house',
    Icon: ScanSearch,
    may: ({ may }) => may.audit,
    Content: lazy(() =>
      import('./inspect/inspect.tsx').then(({ Inspect }) => ({ default: Inspect })),
    ),
  },
  {
    path: '/indicators',
    title: { vi: 'Chỉ tiêu', en: 'Indicators' },
    group: 'steering',
    Icon: Gauge,
    may: ({ permissions }) => permissions.includes('steering:catalogue:read'),
    nest: true,
    Content: lazy(() =>
      import('./indicators/indicators.tsx').then(({ Indicators }) => ({ default: Indicators })),
    ),
  },
]
