import './tasks.css'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { SignedIn } from '../../api/session.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { Empty, Waiting } from '../../ui/waiting.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'
import { number } from '../../words/numbers.ts'
import { OrderDialog } from './order-dialog.tsx'
import { ProgressTable } from './progress-table.tsx'
import { StatusBadge } from './status-badge.tsx'
import { TaskDialog } from './task-dialog.tsx'
import { EvidenceList, TaskFacts } from './task-facts.tsx'
import {
  mayOrder,
  ministryIds,
  type Narrowed,
  type Order,
  orders,
  readTasks,
  statuses,
  type Task,
} from './tasks.ts'
import { taskWords } from './words.ts'

const everything: Narrowed = { status: '', ministry: '', provinceCode: '' }

/** Tasks by status, ministry and province, with what they say and what proves them. */
export function TaskBoard({ session }: { readonly session: SignedIn }) {
  const words = useWords(taskWords)
  const language = useLanguage()
  const [narrowed, setNarrowed] = useState(everything)
  const [order, setOrder] = useState<Order>('DUE_ON')
  const [isOrdering, setOrdering] = useState(false)
  const { found, tasks, total } = useTasks(narrowed, order)
  const [shown, setOpen] = useOpenTask(tasks, found.isSuccess && !found.isFetching)
  return (
    <div className="page column">
      <PageHead
        title={words.title}
        actions={
          mayOrder(session) && (
            <Button look="primary" icon={<Plus />} onClick={() => setOrdering(true)}>
              {words.order}
            </Button>
          )
        }
      >
        {words.lead}
      </PageHead>
      <ProgressTable onChoose={setNarrowed} />
      <Filters {...{ narrowed, order }} onChange={setNarrowed} onOrder={setOrder} />
      {found.isPending && <Waiting />}
      {found.error && <Fault error={found.error} />}
      {found.data && (
        <p className="muted" role="status">
          {number(language, total)} {words.count}
        </p>
      )}
      {found.data && tasks.length === 0 && <Empty title={words.nothing} />}
      <div className="task-cards">
        {tasks.map((task) => (
          <TaskCard key={task.id} task={task} onOpen={() => setOpen(task.id)} />
        ))}
      </div>
      {found.hasNextPage && (
        <div className="row">
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
      {shown && <TaskDialog task={shown} session={session} onClose={() => setOpen(undefined)} />}
      {isOrdering && <OrderDialog onClose={() => setOrdering(false)} />}
    </div>
  )
}

/** The task that is open, as it is by now; one that a change took out of the list is closed: nothing tells how it is. */
function useOpenTask(tasks: readonly Task[], isRead: boolean) {
  const [open, setOpen] = useState<string>()
  const shown = tasks.find(({ id }) => id === open)
  const isGone = open !== undefined && isRead && shown === undefined
  useEffect(() => {
    if (isGone) setOpen(undefined)
  }, [isGone])
  return [shown, setOpen] as const
}

/** The tasks that fit, page by page; those of before are shown until they come. */
function useTasks(narrowed: Narrowed, order: Order) {
  const found = useInfiniteQuery({
    queryKey: ['tasks', 'list', narrowed, order],
    queryFn: ({ pageParam: after, signal }) => readTasks(narrowed, { order, after }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
    placeholderData: keepPreviousData,
  })
  const tasks = found.data?.pages.flatMap(({ nodes }) => nodes) ?? []
  const total = found.data?.pages[0]?.totalCount ?? 0
  return { found, tasks, total }
}

interface FiltersProps {
  readonly narrowed: Narrowed
  readonly order: Order
  readonly onChange: (narrowed: Narrowed) => void
  readonly onOrder: (order: Order) => void
}

function Filters({ narrowed, order, onChange, onOrder }: FiltersProps) {
  const words = useWords(taskWords)
  const language = useLanguage()
  return (
    <div className="row">
      <SelectField
        label={words.status}
        value={narrowed.status}
        onChange={(event) => onChange({ ...narrowed, status: event.target.value })}
      >
        <option value="">{words.all}</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {words.statuses[status]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={words.ministry}
        value={narrowed.ministry}
        onChange={(event) => onChange({ ...narrowed, ministry: event.target.value })}
      >
        <option value="">{words.all}</option>
        {ministryIds.map((id) => (
          <option key={id} value={id}>
            {ministryTitle(language, id)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={words.sortBy}
        value={order}
        onChange={(event) => onOrder(orders.find((one) => one === event.target.value) ?? order)}
      >
        {orders.map((one) => (
          <option key={one} value={one}>
            {words.orders[one]}
          </option>
        ))}
      </SelectField>
      {narrowed.provinceCode !== '' && (
        <Button onClick={() => onChange({ ...narrowed, provinceCode: '' })}>
          {`${words.province} ${narrowed.provinceCode} ×`}
        </Button>
      )}
    </div>
  )
}

function TaskCard({ task, onOpen }: { readonly task: Task; readonly onOpen: () => void }) {
  const words = useWords(taskWords)
  const language = useLanguage()
  const place = task.province?.name ?? words.centre
  return (
    <section className="panel task-card" aria-label={task.id}>
      <div className="row">
        <h2>{task.id}</h2>
        <StatusBadge status={task.status} />
        {task.synthetic && <span className="badge">{words.synthetic}</span>}
      </div>
      <div className="muted">{`${ministryTitle(language, task.ministry)} · ${place}`}</div>
      <TaskFacts task={task} />
      <EvidenceList evidence={task.evidence} />
      <div className="row">
        <Button tight onClick={onOpen} aria-label={`${words.open} ${task.id}`}>
          {words.open}
        </Button>
      </div>
    </section>
  )
}
