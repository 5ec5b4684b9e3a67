import type { FastifyRequest } from 'fastify'
import { reportId } from '../reports/report-shape.ts'
import { refusal } from './refusal.ts'

/** The report's id in the path. Fails with 404, as for one that is not there. */
export function reportIdIn({ params }: FastifyRequest): string {
  const { id } = params as { id: string }
  if (!reportId.safeParse(id).success)
    throw refusal(404, 'Expected an id of 3 to 64 small letters, digits and hyphens.')
  return id
}
