/** Who publishes what a house brings along; no token's `sub` acts under this name (http/registry-door.ts). */
export const houseActor = Object.freeze({ id: 'lien-thong' })
