#!/usr/bin/env node
import { register } from 'tsx/esm/api'

// Whoever read the output may go away (`| head`, a closed terminal): that is not the command's failure.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

// Graphql looks for a second copy of itself at every value otherwise.
process.env['NODE_ENV'] ??= 'production'
register()
const [{ main }, { commands }] = await Promise.all([
  import('./cli/main.ts'),
  import('./cli/commands.ts'),
])
const code = await main(commands, process.argv.slice(2), process.env)
// Stopped half-way: whatever is still open must not keep the process.
if (code === 130) process.exit(code)
process.exitCode = code
