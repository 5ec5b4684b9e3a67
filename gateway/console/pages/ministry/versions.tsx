import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Fault } from '../../ui/notice.tsx'
import { LineDiff } from '../../ui/line-diff.tsx'
import { Waiting } from '../../ui/waiting.tsx'
import { TableScroll } from '../../ui/table-scroll.tsx'
import { useLanguage, useWords } from '../../words/language.ts'
import { moment } from '../../words/numbers.ts'
import { type Version, liveSubgraph, sdlOf, versionsOf } from './registry.ts'
import { RollBack } from './roll-back.tsx'
import { Approve } from './approve.tsx'
import { ministryWords } from './words.ts'

interface VersionsProps {
  readonly name: string
  readonly isOwn: boolean
}

/** Who published what and when; what lies between two versions; the way back to an older one. */
export function Versions({ name, isOwn }: VersionsProps) {
  const words = useWords(ministryWords)
  const language = useLanguage()
  const [shown, setShown] = useState<Version>()
  const [against, setAgainst] = useState<number>()
  const [back, setBack] = useState<Version>()
  const versions = useQuery({
    queryKey: ['ministry', name, 'versions'],
    queryFn: ({ signal }) => versionsOf(name, signal),
  })
  const live = useQuery({
    queryKey: ['ministry', name, 'live'],
    queryFn: ({ signal }) => liveSubgraph(name, signal),
  })
  if (versions.error) return <Fault error={versions.error} />
  if (versions.data === undefined) return <Waiting />
  const current = live.data?.version
  return (
    <>
      <div className="row ministry-against">
        <SelectField
          label={words.compareWith}
          value={against ?? current}
          onChange={(event) => setAgainst(Number(event.target.value))}
        >
          {versions.data.map(({ version }) => (
            <option key={version} value={version}>
              {version === current ? `${version} (${words.live})` : version}
            </option>
          ))}
        </SelectField>
      </div>
      <TableScroll className="panel">
        <table className="table">
          <thead>
            <tr>
              <th>{words.version}</th>
              <th>{words.at}</th>
              <th>{words.publisher}</th>
              <th>{words.message}</th>
              <th>{words.actions}</th>
            </tr>
          </thead>
          <tbody>
            {versions.data.map((version) => (
              <tr key={version.version}>
                <th scope="row">
                  {version.version}{' '}
                  {version.version === current && <span className="badge good">{words.live}</span>}
                  {!version.released && <span className="badge warn">{words.waiting}</span>}
                </th>
                <td>{moment(language, version.at)}</td>
                <td>
                  {version.publisher}
                  {version.approvers.length > 0 && (
                    <div className="muted small">
                      {words.approvedBy} {version.approvers.join(', ')}
                    </div>
                  )}
                </td>
                <td>{version.message ?? '–'}</td>
                <td className="row">
                  <Button tight onClick={() => setShown(version)}>
                    {version.version === (against ?? current) ? words.showSdl : words.compare}
                  </Button>
                  {version.released && version.version !== current && (
                    <Button tight onClick={() => setBack(version)}>
                      {words.rollBack}
                    </Button>
                  )}
                  {!version.released && isOwn && <Approve name={name} version={version.version} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {shown && (
        <Between
          name={name}
          before={shown.version}
          after={against ?? current ?? shown.version}
          onClose={() => setShown(undefined)}
        />
      )}
      {back && <RollBack name={name} version={back.version} onClose={() => setBack(undefined)} />}
    </>
  )
}

interface BetweenProps {
  readonly name: string
  readonly before: number
  readonly after: number
  readonly onClose: () => void
}

/** The lines of one version, or what changed from it to the one that is live. */
function Between({ name, before, after, onClose }: BetweenProps) {
  const words = useWords(ministryWords)
  const older = useQuery({
    queryKey: ['ministry', name, 'sdl', before],
    queryFn: ({ signal }) => sdlOf(name, before, signal),
  })
  const newer = useQuery({
    queryKey: ['ministry', name, 'sdl', after],
    queryFn: ({ signal }) => sdlOf(name, after, signal),
  })
  const error = older.error ?? newer.error
  return (
    <Dialog
      wide
      open
      title={before === after ? words.sdlOf(before) : words.between(before, after)}
      onClose={onClose}
    >
      {error && <Fault error={error} />}
      {!error && (older.data === undefined || newer.data === undefined) && <Waiting />}
      {older.data !== undefined && newer.data !== undefined && (
        <LineDiff before={older.data} after={newer.data} />
      )}
    </Dialog>
  )
}
