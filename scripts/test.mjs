// npm test: types, lint, format, unused code, then every test. Ends with a line such as `412 passed, 0 failed`.
// `npm test -- src/platform` runs only those tests; `npm test -- --checks` runs only what is not a test.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, node24, root, run } from './prepare.mjs'
import { countResults } from './count-results.mjs'

const args = process.argv.slice(2)
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

console.log('\n== tests')
const folder = mkdtempSync(join(tmpdir(), 'regulars-report-'))
const report = join(folder, 'report.json')
const vitest = [script('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...chosen]
const code = await run(node24, vitest)
const results = countResults(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null, code)
rmSync(folder, { recursive: true, force: true })

// A failed check counts as one failure, so that the last line never looks better than the run was.
if (failedChecks.length) console.log(`\nfailed checks: ${failedChecks.join(', ')}`)
const failed = results.failed + failedChecks.length
console.log(`\n${results.passed} passed, ${failed} failed${results.skipped ? `, ${results.skipped} skipped` : ''}`)
process.exitCode = failed ? 1 : 0
