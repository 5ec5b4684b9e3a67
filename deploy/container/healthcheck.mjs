// Exit code 0 while the process in this container answers: at a ministry's port of health, or the gateway's own.
const port = process.env['LIEN_THONG_HEALTH_PORT'] || process.env['PORT'] || '4000'
const answer = await fetch(`http://127.0.0.1:${port}/live`, {
  signal: AbortSignal.timeout(2000),
}).catch(() => undefined)
process.exitCode = answer?.ok === true ? 0 : 1
