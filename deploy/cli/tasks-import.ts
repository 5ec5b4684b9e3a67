import type { Command } from './command.ts'
import { steeringDatabase, steeringDatabaseOption } from './steering-database.ts'

export const tasksImport: Command = Object.freeze<Command>({
  name: 'tasks import',
  line: 'Order and change tasks by a CSV file, all or nothing; every change is kept.',
  words: ['FILE'],
  options: { database: steeringDatabaseOption },
  run: async (call) => {
    const [file = ''] = call.words
    const { importTasks } = await import('../steering/import-tasks.ts')
    const { added, changed, unchanged } = await steeringDatabase(call, (ownerUrl) =>
      importTasks({ file, ownerUrl }),
    )
    call.print(`added ${added}, changed ${changed}, unchanged ${unchanged}`)
    return 0
  },
})
