import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The scripts are plain JavaScript for any Node; they are asked here as a program of their own. */
function count(report: unknown, exitCode: number): unknown {
  const script = `import { countResults } from ${JSON.stringify(join(import.meta.dirname, 'count-results.mjs'))}
    console.log(JSON.stringify(countResults(${JSON.stringify(report)}, ${exitCode})))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

const report = (passed: number, failed: number, files: unknown[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: files,
})

test('passed, failed and skipped are counted', () => {
  expect(count(report(412, 3), 1)).toEqual({ passed: 412, failed: 3, skipped: 3 })
})

test('a file that broke before its tests counts as a failure, once', () => {
  const broken = { status: 'failed', assertionResults: [{ status: 'pending' }] }
  const failing = { status: 'failed', assertionResults: [{ status: 'failed' }] }
  expect(count(report(10, 1, [broken, failing, { status: 'passed', assertionResults: [] }]), 1)).toEqual({
    passed: 10,
    failed: 2,
    skipped: 3,
  })
})

test('an exit code that no test explains, and a report that is missing, count as failures', () => {
  expect(count(report(10, 0), 1)).toEqual({ passed: 10, failed: 1, skipped: 3 })
  expect(count(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(count(report(10, 0), 0)).toEqual({ passed: 10, failed: 0, skipped: 3 })
})
