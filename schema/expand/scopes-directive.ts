/** `@requiresScopes(…)` for any one of the permissions. */
export function scopesDirective(permissions: readonly string[]): string {
  return `@requiresScopes(scopes: [${permissions.map((one) => `["${one}"]`).join(', ')}])`
}
