import { relative, sep } from 'node:path'

/**
 * Counts a run of the tests out of vitest's JSON report. A file that broke before any of its tests failed, a report
 * that is missing and an exit code that nothing explains each count as a failure.
 */
export function countResults(report, exitCode) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + broken.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** The files in which something failed. */
export function failedFiles(report) {
  return report ? report.testResults.filter((file) => file.status === 'failed').map((file) => file.name) : []
}

/**
 * The count after the files that had failed were tried once more: those files count as they came out then. Without a report of
 * the second try the first count stands.
 */
export function countAgain(results, first, second, exitCode) {
  if (!second) return results
  const again = new Set(failedFiles(first))
  const before = first.testResults.filter((file) => again.has(file.name)).flatMap((file) => file.assertionResults)
  const { passed, failed, skipped } = countResults(second, exitCode)
  return {
    passed: results.passed - before.filter((test) => test.status === 'passed').length + passed,
    failed,
    skipped: results.skipped - before.filter((test) => ['pending', 'skipped', 'todo'].includes(test.status)).length + skipped,
  }
}

/** The seconds that each file took, longest first, by its path below the root. */
export function secondsByFile(report, root) {
  return (report?.testResults ?? [])
    .map(({ name, startTime, endTime }) => ({
      file: relative(root, name).split(sep).join('/'),
      seconds: Math.round((endTime - startTime) / 1000),
    }))
    .sort((a, b) => b.seconds - a.seconds)
}

/** 754 is `12 min 34 s`. */
export const sayDuration = (seconds) => `${Math.floor(seconds / 60)} min ${Math.round(seconds) % 60} s`
