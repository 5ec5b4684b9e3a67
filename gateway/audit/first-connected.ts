import type { Client } from 'pg'

/**
 * Milliseconds after which one more connection is tried beside those that nobody answers: a way that was stuck never
 * answers what it took, and answers at once what comes when it is free.
 */
const besideMs = 500

/**
 * Connects: by the first of several clients that is answered, each made when those before were silent for half a
 * second; the others are closed. Fails as the first of them does, and when it does (its connectionTimeoutMillis).
 */
export function firstConnected(make: () => Client): Promise<Client> {
  const tried: Client[] = []
  return new Promise((resolve, reject) => {
    let isOver = false
    const end = (but?: Client): void => {
      isOver = true
      clearInterval(timer)
      for (const other of tried) if (other !== but) other.end().catch(() => undefined)
    }
    const one = (): void => {
      const client = make()
      const isFirst = tried.push(client) === 1
      client.connect().then(
        () => {
          if (isOver) return
          end(client)
          resolve(client)
        },
        (error: unknown) => {
          if (!isFirst || isOver) return
          end()
          reject(error)
        },
      )
    }
    const timer = setInterval(one, besideMs)
    one()
  })
}
