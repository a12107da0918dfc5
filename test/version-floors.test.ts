import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { makeSbom } from '../scripts/write-sbom.mjs'

const root = join(import.meta.dirname, '..')
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'))

const floors = z
  .object({
    floors: z.record(z.string(), z.object({ least: z.string(), why: z.string().min(10) })),
    never: z.record(z.string(), z.string()),
  })
  .parse(read('test/version-floors.json'))
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        integrity: z.string().optional(),
        dev: z.boolean().optional(),
        link: z.boolean().optional(),
      }),
    ),
  })
  .parse(read('package-lock.json'))

type Installed = { readonly path: string; readonly name: string; readonly version: string }

const installed: Installed[] = Object.entries(lock.packages).flatMap(([path, { version }]) =>
  path.includes('node_modules/') && version ? [{ path, name: path.split('node_modules/').at(-1) ?? '', version }] : [],
)

function isBelow(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => (text.split('-')[0] ?? '').split('.').map(Number))
  for (let i = 0; i < 3; i++) if ((a?.[i] ?? 0) !== (b?.[i] ?? 0)) return (a?.[i] ?? 0) < (b?.[i] ?? 0)
  return false
}

const faultsOf = (packages: readonly Installed[]) =>
  packages.flatMap(({ path, name, version }) => {
    if (name in floors.never) return [`${path} ${version}: ${floors.never[name]}`]
    const floor = floors.floors[name]
    return floor && isBelow(version, floor.least) ? [`${path} ${version} < ${floor.least}: ${floor.why}`] : []
  })

test('no package is older than its known holes, wherever it stands in the tree', () => {
  expect(installed.length).toBeGreaterThan(100)
  expect(faultsOf(installed)).toEqual([])
})

test('an old version, and a package that must never come, are found', () => {
  const old = { path: 'node_modules/a/node_modules/nodemailer', name: 'nodemailer', version: '8.0.8' }
  const never = { path: 'node_modules/xlsx', name: 'xlsx', version: '0.18.5' }
  expect(faultsOf([old, never, { ...old, version: '9.0.1' }, { ...old, version: '10.0.0' }])).toHaveLength(2)
  expect(isBelow('5.9.9', '5.12.1')).toBe(true)
})

test('every package that the program runs with is pinned by what is in it', () => {
  const loose = Object.entries(lock.packages).filter(
    ([path, one]) => path.includes('node_modules/') && !one.link && !one.dev && !one.integrity?.startsWith('sha512-'),
  )
  expect(loose.map(([path]) => path)).toEqual([])
})

test('the list of components names every package of the lock, with the sums that the lock has', () => {
  const { components } = makeSbom(lock)
  const wanted = new Set(installed.map(({ name, version }) => `${name}@${version}`))
  expect(new Set(components.map(({ name, version }) => `${name}@${version}`))).toEqual(wanted)
  const summed = components.flatMap(({ hashes }) => hashes?.map(({ content }) => content.length) ?? [])
  expect(summed.length).toBeGreaterThan(100)
  expect(summed.every((length) => length === 128)).toBe(true)
})
