import { register } from 'tsx/esm/api'

// A thread starts without the loader of the thread that started it.
register()
await import('./plan-worker.ts')
