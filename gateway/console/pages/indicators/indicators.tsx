import './indicators.css'
import { Route, Switch } from 'wouter'
import { IndicatorPage } from './indicator-page.tsx'
import { Scoreboard } from './scoreboard.tsx'
import { Wall } from './wall.tsx'

/** The indicators to steer by: all of them, each by itself, and for a wall. */
export function Indicators() {
  return (
    <Switch>
      <Route path="/wall">
        <Wall />
      </Route>
      <Route path="/:code">{({ code }) => <IndicatorPage code={code} />}</Route>
      <Route>
        <Scoreboard />
      </Route>
    </Switch>
  )
}
