import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

// A thread starts without the loader of the thread that started it.
process.env['NODE_ENV'] ??= 'production'
register()
await import(workerData.module)
