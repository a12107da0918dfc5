#!/usr/bin/env node
// npm start: installs what is missing, builds the web app when it is out of date, and runs the program on Node 24.
import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { buildWeb } from './build-web.mjs'
import { allocation, endRunning, install, node24, nodeOptions, root, run, say } from './prepare.mjs'
import { areThere, whoStarted } from './who-started.mjs'

// Taken before all else: npm may be ended while we install or build, and nobody wants the program then.
const starters = whoStarted()
const isWatched = Boolean(process.env.npm_lifecycle_event) && process.platform !== 'win32'
let endProgram = () => {
  endRunning()
  process.exit(1)
}
if (isWatched) setInterval(() => areThere(starters) || endProgram(), 500).unref()

const args = process.argv.slice(2)
const main = join(root, 'src', 'app', 'main.ts')

await install()
const serves = !args.some((arg) => ['--help', '-h', '--link', 'backup', 'restore', 'doctor'].includes(arg))
const checkOptions = async () => {
  const code = await run(node24, [join(root, 'scripts', 'check-options.ts'), ...args], { cwd: process.cwd() })
  if (code !== 0) process.exit(code)
}
if (serves && !(await buildWeb(checkOptions))) {
  say({ zh: '网页构建失败，原因见上。', en: 'The web app could not be built, for the reason above.' })
  process.exit(1)
}

const environment = { ...allocation, ...process.env }
if (isWatched && !areThere(starters)) endProgram()

const [major, minor] = process.versions.node.split('.').map(Number)
// 24.0 and 24.1 know no import.meta.main, by which the program begins.
if (major > 24 || (major === 24 && minor >= 2)) {
  // Already on a Node that runs TypeScript: no second process. The environment is read when a program begins.
  if (isWatched) environment.REGULARS_STARTED_BY = starters
  if (process.platform === 'linux') process.execve?.(process.execPath, [process.execPath, ...nodeOptions, main, ...args], environment)
  await import('./strip-types.mjs')
  const { main: start } = await import(pathToFileURL(main).href)
  // From here on the program looks after that itself, and ends its database too.
  endProgram = () => {}
  await start(args)
} else {
  // The channel tells the program when this process is killed, so that it never outlives it.
  const child = spawn(node24, [...nodeOptions, main, ...args], {
    cwd: process.cwd(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environment,
  })
  // In a terminal the child gets Ctrl-C as well; it takes the second signal for the same wish.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  endProgram = () => child.kill()
  child.on('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
