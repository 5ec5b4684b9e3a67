import { ministry } from '../kit/ministry.ts'
import { indicatorAggregate } from './indicator-aggregate.ts'
import { indicatorForecast } from './indicator-forecast.ts'
import { indicatorFreshness } from './indicator-freshness.ts'
import { indicatorRanking } from './indicator-ranking.ts'
import { indicatorScoreboard } from './indicator-scoreboard.ts'
import { indicatorSeries } from './indicator-series.ts'
import { procedureShare } from './procedure-share.ts'
import { taskMutations } from './tasks/task-mutations.ts'

/** The government office's own database: indicators and what was observed of them. */
export const steering = ministry({
  name: 'steering',
  port: 4007,
  folder: new URL('.', import.meta.url),
  resolvers: {
    Query: {
      indicatorScoreboard,
      indicatorSeries,
      indicatorRanking,
      indicatorAggregate,
      indicatorForecast,
      indicatorFreshness,
      procedureShare,
    },
    Mutation: taskMutations,
  },
})
