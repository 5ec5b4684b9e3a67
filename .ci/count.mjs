// Prints the closing line of a run from vitest's JSON report, the number of checks that failed before and the exit code
// of vitest; before it, which tests passed at the second time only. Fails when no test ran.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const [file, failedChecks, testsCode] = process.argv.slice(2)
// Empty when the run ended before its tests.
const report = JSON.parse(readFileSync(file, 'utf8') || '{}')
const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report
// A file that could not be loaded, or whose preparation failed, has no test of its own that did.
const broken = (report.testResults ?? []).filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
).length
const counted = numFailedTests + broken + Number(failedChecks)
// What the run finds after its last test (tests/support/global-setup.ts) fails it, and is no test's.
const failed = counted === 0 && testsCode !== '0' ? 1 : counted
for (const { name, assertionResults } of report.testResults ?? [])
  for (const { status, fullName, failureMessages } of assertionResults)
    if (status === 'passed' && failureMessages.length > 0) {
      const [why = ''] = failureMessages[0].split('\n')
      process.stdout.write(
        `passed at the second time: ${relative('.', name)} › ${fullName}: ${why}\n`,
      )
    }
process.stdout.write(
  `${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped\n`,
)
process.exitCode = numPassedTests === 0 ? 1 : 0
