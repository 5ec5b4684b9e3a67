import { createServer } from 'node:net'

/**
 * The port that a server may listen on: the one given, or a free one for 0. Throws one line that says
 * what to do when it cannot be had; asked before the slow parts of a start.
 */
export async function listeningPort(host: string, port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(new Error(refusal(error, host, port), { cause: error })))
    probe.listen(port, host, () => {
      const address = probe.address()
      const found = address !== null && typeof address === 'object' ? address.port : port
      probe.close(() => resolve(found))
    })
  })
}

function refusal(error: Error, host: string, port: number): string {
  const code = 'code' in error ? String(error.code) : error.message
  if (code === 'EADDRINUSE')
    return `port ${port} of ${host} is in use; end what listens there, or set PORT to another (0: any free one)`
  return `port ${port} of ${host} cannot be listened on (${code}); set PORT and LIEN_THONG_HOST to others`
}
