import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', 'src')

/** Statements that change or take away records of consent. Whole persons go by other ways: a merge moves, an erasure removes. */
function breaksOfConsentLaw(path: string, text: string): string[] {
  return [...text.matchAll(/\b(?:update\s+consents|delete\s+from\s+consents|truncate\s+consents)\b/gi)].map(
    (found) => `${path}: ${found[0]}`,
  )
}

test('no statement of ours changes a record of consent or takes one away', () => {
  const breaks = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => breaksOfConsentLaw(path, readFileSync(join(root, path), 'utf8')))
  expect(breaks).toEqual([])
})

test('and only two places add any', () => {
  const adding = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      path.endsWith('.ts') &&
      !path.endsWith('.test.ts') &&
      /insert into consents\b|'consents', columns/.test(readFileSync(join(root, path), 'utf8')),
  )
  expect(adding.sort()).toEqual(['know/imports/server/keep-consents.ts', 'platform/records/consent-records.ts'])
})

test('the law bites', () => {
  expect(breaksOfConsentLaw('a.ts', 'sql`update consents set state = 1`; sql`delete from consents`')).toHaveLength(2)
  expect(breaksOfConsentLaw('a.ts', 'sql`insert into consents (id) select 1`')).toEqual([])
})
