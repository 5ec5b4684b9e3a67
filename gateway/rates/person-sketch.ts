/** Persons up to here are counted exactly, one by one. */
const exactly = 2048
/** Bits of a hash that choose a register: 2^14 of them, a standard error of 1.04 / √2^14 = 0.81 %. */
const indexBits = 14
const registers = 2 ** indexBits
/** Bits of a hash in which the first 1 is looked for. */
const rankBits = 32

/**
 * How many distinct persons there are behind keyed hashes: exactly up to 2,048, beyond with a standard error of
 * 0.81 % in 16 KiB (HyperLogLog; Flajolet et al. 2007, with the estimator of Ertl 2017), whatever their number.
 */
export interface PersonSketch {
  /** Hashes must be uniform; their last 16 characters are read. */
  add(hash: string): void
  count(): number
  copy(): PersonSketch
}

/** Opens a sketch of nobody. */
export function personSketch(): PersonSketch {
  return sketchOf(new Set(), undefined)
}

function sketchOf(few: Set<string>, many: Uint8Array | undefined): PersonSketch {
  let ranks = many
  return {
    add(hash) {
      if (ranks !== undefined) return note(ranks, hash)
      few.add(hash)
      if (few.size <= exactly) return undefined
      ranks = new Uint8Array(registers)
      for (const one of few) note(ranks, one)
      return few.clear()
    },
    count: () => (ranks === undefined ? few.size : estimated(ranks)),
    copy: () => sketchOf(new Set(few), ranks?.slice()),
  }
}

function note(ranks: Uint8Array, hash: string): void {
  const bytes = Buffer.from(hash.slice(-16), 'base64url')
  const index = bytes.readUInt16BE(0) >>> (16 - indexBits)
  const rank = Math.clz32(bytes.readUInt32BE(4)) + 1
  if (rank > (ranks[index] ?? 0)) ranks[index] = rank
}

/** Ertl, "New cardinality estimation algorithms for HyperLogLog sketches", algorithm 6. */
function estimated(ranks: Uint8Array): number {
  const counts = Array.from({ length: rankBits + 2 }, () => 0)
  for (const rank of ranks) counts[rank] = (counts[rank] ?? 0) + 1
  let z = registers * tau(1 - (counts[rankBits + 1] ?? 0) / registers)
  for (let rank = rankBits; rank >= 1; rank--) z = 0.5 * (z + (counts[rank] ?? 0))
  z += registers * sigma((counts[0] ?? 0) / registers)
  return Math.round((0.5 / Math.LN2) * registers * (registers / z))
}

function sigma(share: number): number {
  if (share === 1) return Infinity
  let [x, y, z, before] = [share, 1, share, Number.NaN]
  while (z !== before) {
    x *= x
    before = z
    z += x * y
    y += y
  }
  return z
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0
  let [x, y, z, before] = [share, 1, 1 - share, Number.NaN]
  while (z !== before) {
    x = Math.sqrt(x)
    before = z
    y *= 0.5
    z -= (1 - x) ** 2 * y
  }
  return z / 3
}
