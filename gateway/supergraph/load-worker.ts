import { serveWork } from '../../schema/thread/serve-work.ts'
import { loadSupergraph } from './load-supergraph.ts'

// Runs in the thread of loading.ts.
serveWork(loadSupergraph)
