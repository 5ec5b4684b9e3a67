import { register } from 'tsx/esm/api'

// As deploy/lien-thong.mjs starts: with `--import tsx` each `require` would be looked at too, and Apollo Server
// calls one for each request.
register()
