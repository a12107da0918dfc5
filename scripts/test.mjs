// npm test: types, lint, format, unused code, and every test. Ends with a line such as `412 passed, 0 failed`.
// The checks run beside the tests, where the cores have room; what they say is told when the tests are done.
// A file that failed is tried once more by itself when all others are done, for on a busy machine a browser may be too slow;
// one that passes only then is named at the end, and so are the slowest files and the time it all took.
// `npm test -- src/platform` runs only those tests; `npm test -- --checks` runs only what is not a test;
// `npm test -- --durations` keeps the seconds of the slowest files in test/durations.json, by which the next run is put in order.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { install, node24, nodeOptions, root, run } from './prepare.mjs'
import { countAgain, countResults, failedFiles, sayDuration, secondsByFile } from './count-results.mjs'

const began = performance.now()
/** What a whole run may take on two cores. */
const mostSeconds = 12 * 60
const args = process.argv.slice(2)
/** Where more files fail, it is not for want of time. */
const mostTriedAgain = 5
const checksOnly = args.includes('--checks')
const keepsDurations = args.includes('--durations')
const chosen = args.filter((arg) => !['--checks', '--durations'].includes(arg))
const script = (...path) => join(root, 'node_modules', ...path)

const checks = [
  // One checker: each of several works out for itself the types that they share, which takes the cores half as much again.
  { name: 'types', args: [script('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.', '--checkers', '1'] },
  { name: 'lint', args: [script('oxlint', 'bin', 'oxlint'), '--type-aware', '--quiet'] },
  { name: 'format', args: [script('@biomejs', 'biome', 'bin', 'biome'), 'format', '--colors=off', '.'] },
  { name: 'unused code', args: [script('knip', 'bin', 'knip.js'), '--no-progress'] },
]

await install()
// Tools started by tests find Node 24 under the name node.
process.env.PATH = `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`

// Types and lint are checked by programs in Go: letting rubbish lie twice as long costs them 3 % of memory and saves a sixth of the time.
const checkEnv = { GOGC: '200', ...process.env }

/** Runs a program behind the tests' back: it takes what they leave of the cores. @returns its exit code and all that it said */
function runBehind(command, parameters) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd: root, env: checkEnv, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
    child.on('error', (error) => resolve({ code: 127, said: error.message }))
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), said }))
    try {
      if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    } catch {
      // Then they share evenly.
    }
  })
}

/** All checks, one after the other. */
async function runChecks() {
  const results = []
  for (const check of checks) results.push({ name: check.name, ...(await runBehind(node24, check.args)) })
  return results
}

/** @returns the names of those that failed */
function tellChecks(results) {
  for (const { name, code, said } of results) console.log(`\n== ${name}\n${code === 0 ? 'ok' : said}`)
  return results.filter(({ code }) => code !== 0).map(({ name }) => name)
}

if (checksOnly) {
  const failed = tellChecks(await runChecks())
  console.log(failed.length ? `failed: ${failed.join(', ')}` : 'all checks passed')
  process.exit(failed.length ? 1 : 0)
}

const checking = chosen.length === 0 ? runChecks() : Promise.resolve([])
const folder = mkdtempSync(join(tmpdir(), 'regulars-report-'))
sweepAfter(folder)

/** Has the folder taken away when this process is gone, also when it was killed: it holds the other end of a pipe. */
function sweepAfter(place) {
  const sweeper = spawn(node24, [...nodeOptions, join(root, 'test', 'sweep-after.ts'), place], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without it the folder stays, and nothing else is amiss.
  sweeper.on('error', () => {})
  sweeper.unref()
  sweeper.stdin.unref()
}

/** @returns what vitest reports, null where it left no report, and its exit code */
async function runTests(name, which) {
  const file = join(folder, `${name}.json`)
  const vitest = [script('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...which]
  const code = await run(node24, vitest)
  return { report: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null, code }
}

/** For the order of the next runs (test/longest-first.ts). */
function keepDurations(files) {
  const slow = files.filter(({ seconds }) => seconds >= 3).map(({ file, seconds }) => [file, seconds])
  writeFileSync(join(root, 'test', 'durations.json'), `${JSON.stringify(Object.fromEntries(slow), null, 2)}\n`)
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
const failedChecks = tellChecks(await checking)

const durations = secondsByFile(first.report, root)
if (chosen.length === 0) {
  if (keepsDurations) keepDurations(durations)
  console.log('\n== the slowest files')
  for (const { file, seconds } of durations.slice(0, 10)) console.log(`${String(seconds).padStart(4)} s  ${file}`)
}
const took = (performance.now() - began) / 1000
console.log(
  `\nin ${sayDuration(took)}${took > mostSeconds ? `, which is more than the ${mostSeconds / 60} minutes it may take on two free cores` : ''}`,
)

// A failed check counts as one failure, so that the last line never looks better than the run was.
if (failedChecks.length) console.log(`\nfailed checks: ${failedChecks.join(', ')}`)
for (const file of unsure) console.log(`passed at the second try only, and is to be mended: ${relative(root, file)}`)
const failed = results.failed + failedChecks.length
console.log(`\n${results.passed} passed, ${failed} failed${results.skipped ? `, ${results.skipped} skipped` : ''}`)
process.exitCode = failed ? 1 : 0
