/**
 * A subgraph's name: small letters, digits and hyphens, a letter first, at most 63. It is the ministry's claim in
 * a publisher's token (`agency`), the audience of the gateway's tokens, and a part of addresses. `constructor` is none:
 * every object of JavaScript has a member of that name.
 */
export const subgraphName = /^(?!constructor$)[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,62}$/
