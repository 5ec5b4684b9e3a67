/** A question that did not leave: nothing listens where the gateway was looked for, or there is no token to ask with. */
export class NotAsked extends Error {}
