import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { checkedScenarios } from '../gateway/scenarios/checked-scenarios.ts'
import type { Scenario } from '../gateway/scenarios/scenario.ts'

const folder = new URL('../docs/scenarios/', import.meta.url)
const extension = '.graphql'

const list = z.array(z.looseObject({ steps: z.array(z.looseObject({ document: z.string() })) }))

/**
 * The scenarios that this house brings along: scenarios.json in docs/scenarios, whose steps name the documents beside it.
 * Throws where one of the two is missing, or a scenario is not as it should be.
 */
export async function houseScenarios(): Promise<readonly Scenario[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(extension))
  const documents = new Map(
    await Promise.all(
      files.map(async (name) => {
        const text = await readFile(new URL(name, folder), 'utf8')
        return [name.slice(0, -extension.length), text] as const
      }),
    ),
  )
  const read = list.parse(JSON.parse(await readFile(new URL('scenarios.json', folder), 'utf8')))
  const named = new Set(read.flatMap(({ steps }) => steps.map(({ document }) => document)))
  const lonely = [...documents.keys()].find((name) => !named.has(name))
  if (lonely !== undefined) throw new Error(`docs/scenarios/${lonely}: no scenario names it`)
  return checkedScenarios(
    read.map((scenario) => ({
      ...scenario,
      steps: scenario.steps.map((step) => ({ ...step, document: textOf(step.document) })),
    })),
  )

  function textOf(name: string): string {
    const text = documents.get(name)
    if (text !== undefined) return text
    throw new Error(`docs/scenarios: expected ${name}${extension}, got none`)
  }
}
