/** Shows how far something is, on standard error. */
export interface Progress {
  show(done: number, of: number): void
  end(): void
}

const width = 30

/** A bar that is drawn over itself on a terminal; elsewhere a line every tenth of the way. */
export function progress(what: string, unit: string): Progress {
  const stream = process.stderr
  const started = performance.now()
  let told = -1
  return {
    show(done, of) {
      const share = of === 0 ? 1 : Math.min(1, done / of)
      const step = Math.floor(share * (stream.isTTY ? 1000 : 10))
      if (step === told) return
      told = step
      const rate = Math.round(done / Math.max(0.001, (performance.now() - started) / 1000))
      const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '·')
      const text = `${what} ${bar} ${done}/${of} ${unit}, ${rate}/s`
      stream.write(stream.isTTY ? `\r${text}\u001B[K` : `${text}\n`)
    },
    end() {
      if (stream.isTTY && told !== -1) stream.write('\n')
    },
  }
}
