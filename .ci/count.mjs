// Prints the closing line of a run from vitest's JSON report; fails when no test ran.
import { readFileSync } from 'node:fs'

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
)
// A file that could not be loaded has no tests of its own to fail.
const broken = testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length
const skipped = numPendingTests + numTodoTests
process.stdout.write(
  `${numPassedTests} passed, ${numFailedTests + broken} failed, ${skipped} skipped\n`,
)
process.exitCode = numPassedTests === 0 ? 1 : 0
