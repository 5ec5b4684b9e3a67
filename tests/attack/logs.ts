import type { Arena } from './arena.ts'
import type { Victim } from './victim.ts'

/** What the house wrote about all this: no personal number, name, token, SQL or password. */
export async function attackLogs({ attempts, log, column }: Arena, who: Victim): Promise<void> {
  const text = log()
  const pins = new Set(await column('population', 'SELECT pin FROM person'))
  const patterns: readonly (readonly [string, (line: string) => boolean])[] = [
    [
      'a personal number',
      (line) => (line.match(/(?<!\d)\d{12}(?!\d)/g) ?? []).some((one) => pins.has(one)),
    ],
    ['a name', (line) => line.includes(who.name)],
    ['a token', (line) => /eyJ[\w-]{10,}/.test(line) || /Bearer [\w-]{8,}/.test(line)],
    ['SQL', (line) => /SELECT |FROM "|WHERE |set_config/.test(line)],
    ['an address with a password', (line) => /postgres(ql)?:\/\//.test(line)],
    [
      'a text of the attacker',
      (line) => line.includes('DROP TABLE') || line.includes("' OR '1'='1"),
    ],
  ]
  for (const [name, isIn] of patterns)
    await attempts.attack(`log: ${name}`, () => {
      const line = text.split('\n').find(isIn)
      if (line !== undefined) throw new Error(line.slice(0, 300))
      return false
    })
  await attempts.attack('log: nothing was logged, so that nothing was looked at', () => text === '')
}
