// npm test: types, lint, format, unused code, then every test. Ends with a line such as `412 passed, 0 failed`.
// A file that failed is tried once more by itself when all others are done, for on a busy machine a browser may be too slow;
// one that passes only then is named at the end.
// `npm test -- src/platform` runs only those tests; `npm test -- --checks` runs only what is not a test.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { install, node24, root, run } from './prepare.mjs'
import { countAgain, countResults, failedFiles } from './count-results.mjs'

const args = process.argv.slice(2)
/** Where more files fail, it is not for want of time. */
const mostTriedAgain = 5
const checksOnly = args.includes('--checks')
const chosen = args.filter((arg) => arg !== '--checks')
const script = (...path) => join(root, 'node_modules', ...path)

const checks = [
  { name: 'types', args: [script('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'] },
  { name: 'lint', args: [script('oxlint', 'bin', 'oxlint'), '--type-aware', '--quiet'] },
  { name: 'format', args: [script('@biomejs', 'biome', 'bin', 'biome'), 'format', '--colors=off', '.'] },
  { name: 'unused code', args: [script('knip', 'bin', 'knip.js'), '--no-progress'] },
]

await install()
// Tools started by tests find Node 24 under the name node.
process.env.PATH = `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`
const failedChecks = []

if (chosen.length === 0) {
  for (const check of checks) {
    console.log(`\n== ${check.name}`)
    if ((await run(node24, check.args)) !== 0) failedChecks.push(check.name)
    else console.log('ok')
  }
}

if (checksOnly) {
  console.log(failedChecks.length ? `failed: ${failedChecks.join(', ')}` : 'all checks passed')
  process.exit(failedChecks.length ? 1 : 0)
}

const folder = mkdtempSync(join(tmpdir(), 'regulars-report-'))

/** @returns what vitest reports, null where it left no report, and its exit code */
async function runTests(name, which) {
  const file = join(folder, `${name}.json`)
  const vitest = [script('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...which]
  const code = await run(node24, vitest)
  return { report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, code }
}

console.log('\n== tests')
const first = await runTests('first', chosen)
let results = countResults(first.report, first.code)
const again = failedFiles(first.report)
let unsure = []
if (again.length > 0 && again.length <= mostTriedAgain) {
  console.log('\n== what failed, once more by itself')
  const second = await runTests('second', again)
  results = countAgain(results, first.report, second.report, second.code)
  unsure = again.filter((file) => !failedFiles(second.report).includes(file))
}
rmSync(folder, { recursive: true, force: true })

// A failed check counts as one failure, so that the last line never looks better than the run was.
if (failedChecks.length) console.log(`\nfailed checks: ${failedChecks.join(', ')}`)
for (const file of unsure) console.log(`passed at the second try only, and is to be mended: ${relative(root, file)}`)
const failed = results.failed + failedChecks.length
console.log(`\n${results.passed} passed, ${failed} failed${results.skipped ? `, ${results.skipped} skipped` : ''}`)
process.exitCode = failed ? 1 : 0
