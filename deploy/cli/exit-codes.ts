/** What a command's exit code means; `--help` and docs/operations.md print it. */
export const exitCodes = [
  ['0', 'done'],
  ['1', 'failed, or a check found problems'],
  ['2', 'wrong use: unknown command, option, word, value or setting'],
  ['130', 'stopped by Ctrl-C before it was done'],
] as const
