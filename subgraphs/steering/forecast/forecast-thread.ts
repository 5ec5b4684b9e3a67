import { serveWork } from '../../../schema/thread/serve-work.ts'
import { forecast, type Series } from './forecast.ts'

// Runs in the thread that indicator-forecast.ts opens.
serveWork((series: Series) => forecast(series))
