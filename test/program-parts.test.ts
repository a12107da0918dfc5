import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { features } from '../src/app/features.ts'
import { programParts, sayActor } from '../src/core/kit/program-parts.ts'

const root = join(import.meta.dirname, '..', 'src')

/** As whom the program acts, wherever its text says so. */
const acting = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .flatMap((path) =>
    [
      ...readFileSync(join(root, path), 'utf8').matchAll(/(?:asSystem\([^']{0,80}?,|systemActor\()\s*'([\w-]+)'|'system:([\w-]+)'/g),
    ].flatMap(([, name, id]) => name ?? id ?? []),
  )

test('every part of the program that acts by itself is named in words, and no colleague is', () => {
  const begun = features.filter(({ begin, restored }) => begin ?? restored).map(({ name }) => name)
  expect(new Set(acting).size).toBeGreaterThan(40)
  expect([...new Set([...acting, ...begun])].filter((name) => !(name in programParts))).toEqual([])
  expect(Object.keys(programParts).filter((name) => ![...acting, ...begun].includes(name))).toEqual([])
  expect(sayActor('outbox')).toEqual({ zh: '系统（发件箱）', en: 'System (outbox)' })
  expect([sayActor('林知秋'), sayActor(null)]).toEqual(['林知秋', '—'])
})

test('whoever a fact names as having done it is said as such: a part of the program in words', () => {
  const doers = features.flatMap(({ events = [] }) =>
    events.flatMap(({ name, payload }) =>
      Object.entries(payload).flatMap(([field, { type, to }]) => (field === 'by' && type === 'text' ? [{ name, to }] : [])),
    ),
  )
  expect(doers.length).toBeGreaterThan(10)
  expect(doers.filter(({ to }) => to !== 'actor')).toEqual([])
})
