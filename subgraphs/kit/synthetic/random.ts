/** A source of repeatable randomness. The same seed, stream and index always give the same sequence. */
export interface Random {
  /** Begins the sequence of one item (a household) in one stream (a ministry). */
  restart(seed: number, stream: number, index: number): void
  /** In [0, 1). */
  unit(): number
  /** A whole number in [0, limit). */
  below(limit: number): number
  /** A whole number in [from, to]. */
  between(from: number, to: number): number
  chance(share: number): boolean
}

/**
 * The generator sfc32 of PractRand (public domain), seeded by a multiplicative hash. Its state lies in
 * a typed array, because four 32-bit numbers in variables would be boxed at every step.
 */
export function createRandom(): Random {
  const state = new Int32Array(4)
  const next = (): number => {
    const a = state[0] ?? 0
    const b = state[1] ?? 0
    const c = state[2] ?? 0
    const counter = state[3] ?? 0
    const sum = (((a + b) | 0) + counter) | 0
    state[0] = b ^ (b >>> 9)
    state[1] = (c + (c << 3)) | 0
    state[2] = (((c << 21) | (c >>> 11)) + sum) | 0
    state[3] = (counter + 1) | 0
    return sum >>> 0
  }
  const unit = (): number => next() / 4_294_967_296
  return {
    restart(seed, stream, index) {
      state[0] = mix(seed ^ 0x9e3779b9)
      state[1] = mix(Math.imul(index, 0x85ebca6b) ^ seed)
      state[2] = mix(Math.imul(stream + 1, 0xc2b2ae35) ^ index)
      state[3] = 1
      for (let warm = 0; warm < 10; warm += 1) next()
    },
    unit,
    below: (limit) => Math.floor(unit() * limit),
    between: (from, to) => from + Math.floor(unit() * (to - from + 1)),
    chance: (share) => unit() < share,
  }
}

/** The finishing step of MurmurHash3. */
function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
