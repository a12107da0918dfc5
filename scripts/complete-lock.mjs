// Run after every `npm install` that changes the lock file. A registry that does not serve the binaries of every platform
// makes npm leave those out of the lock, and then `npm ci` refuses it. This adds them, and takes out the addresses that
// packages were fetched from, so that the lock serves with any registry.
import { readFileSync, writeFileSync } from 'node:fs'

const file = 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8'))

/** The places where `name` would be found by a package at `path`, nearest first. */
function placesFor(path, name) {
  const places = []
  for (let at = path; ; at = at.includes('node_modules/') ? at.slice(0, at.lastIndexOf('node_modules/')).replace(/\/$/, '') : '') {
    places.push(`${at ? `${at}/` : ''}node_modules/${name}`)
    if (!at) return places
  }
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']

/** The platform that a package of binaries names itself after, so that npm leaves it alone elsewhere. */
function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((processor) => words.includes(processor))
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.some((word) => word.startsWith('gnu')) ? ['glibc'] : []
  return { ...(os.length && { os }), ...(cpu.length && { cpu }), ...(os[0] === 'linux' && libc.length && { libc }) }
}

let added = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  delete entry.resolved
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (placesFor(path, name).some((place) => lock.packages[place])) continue
    lock.packages[`node_modules/${name}`] = { version: range.replace(/^[\^~]/, ''), ...platformOf(name), optional: true }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`added ${added}`)
