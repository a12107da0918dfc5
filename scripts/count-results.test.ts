import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The scripts are plain JavaScript for any Node; they are asked here as a program of their own. */
function ask(expression: string): unknown {
  const script = `import { countAgain, countResults, sayDuration, secondsByFile } from ${JSON.stringify(join(import.meta.dirname, 'count-results.mjs'))}
    console.log(JSON.stringify(${expression}))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

const count = (report: unknown, exitCode: number) => ask(`countResults(${JSON.stringify(report)}, ${exitCode})`)
const again = (first: unknown, second: unknown, exitCode: number) =>
  ask(`countAgain(countResults(${JSON.stringify(first)}, 1), ${JSON.stringify(first)}, ${JSON.stringify(second)}, ${exitCode})`)

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

test('files that failed count as they came out when they were tried once more', () => {
  const passed = { name: '/a.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] }
  const failed = { name: '/b.test.ts', status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }
  const first = { ...report(2, 1, [passed, failed]), numPendingTests: 0, numTodoTests: 0 }
  const mended = { ...failed, status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] }
  const second = { ...report(2, 0, [mended]), numPendingTests: 0, numTodoTests: 0 }
  expect(again(first, second, 0)).toEqual({ passed: 3, failed: 0, skipped: 0 })
  expect(again(first, { ...report(1, 1, [failed]), numPendingTests: 0, numTodoTests: 0 }, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 })
  expect(again(first, null, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 })
})

test('the slowest files are told first, by their place in the project', () => {
  const file = (name: string, startTime: number, endTime: number) => ({ name: `/shop/${name}`, startTime, endTime })
  const told = { testResults: [file('src/quick.test.ts', 0, 400), file('test/slow.test.ts', 1_000, 62_600)] }
  expect(ask(`secondsByFile(${JSON.stringify(told)}, '/shop')`)).toEqual([
    { file: 'test/slow.test.ts', seconds: 62 },
    { file: 'src/quick.test.ts', seconds: 0 },
  ])
  expect(ask(`secondsByFile(null, '/shop')`)).toEqual([])
  expect(ask('[59, 754].map(sayDuration)')).toEqual(['0 min 59 s', '12 min 34 s'])
})
