import { connected } from '../../deploy/connected.ts'

/** Of the answers given by `extensions.requestId`: those that do not have both their records. */
export async function answersNotRecorded(
  readerUrl: string,
  gatewayName: string,
  answers: readonly string[],
): Promise<readonly string[]> {
  await using reader = await connected(readerUrl)
  const { rows } = await reader.query<{ name: string }>(
    `WITH own AS (
       SELECT chain FROM audit.record WHERE kind = 'start' AND gateway = $1
     ), whole AS (
       SELECT request.body ->> 'requestId' AS name
       FROM audit.record AS request JOIN audit.record AS outcome USING (chain, id)
       WHERE request.kind = 'request' AND outcome.kind = 'outcome' AND request.seq < outcome.seq
         AND chain IN (SELECT chain FROM own)
     )
     SELECT name FROM unnest($2::text[]) AS name WHERE name NOT IN (SELECT name FROM whole)`,
    [gatewayName, answers],
  )
  return rows.map(({ name }) => name)
}
