#!/usr/bin/env node
import { register } from 'tsx/esm/api'

register()
const [{ main }, { commands }] = await Promise.all([
  import('./cli/main.ts'),
  import('./cli/commands.ts'),
])
process.exitCode = await main(commands, process.argv.slice(2), process.env)
