import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { badNames, breaksOfImportLaw, circles, loopholesIn, reachedFrom, readImports } from './import-law.ts'

const root = join(import.meta.dirname, '..')
const sources = new Map(
  readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
)

test('the sources are found', () => {
  expect(sources.size).toBeGreaterThan(20)
  expect([...sources].flatMap(([path, text]) => readImports(path, text)).length).toBeGreaterThan(sources.size)
})

test('every file imports leftward, and only what its place allows', () => {
  expect(breaksOfImportLaw(sources)).toEqual([])
})

test('no files import each other in a circle', () => {
  expect(circles(sources)).toEqual([])
})

test('every imported file exists', () => {
  const missing = [...sources].flatMap(([path, text]) =>
    readImports(path, text)
      .filter(({ target }) => target.startsWith('src/') && /\.tsx?$/.test(target) && !sources.has(target))
      .map(({ target }) => `${path} imports ${target}`),
  )
  expect(missing).toEqual([])
})

test('the browser’s program holds nothing of the server, and the server’s nothing of React', () => {
  const browser = [...reachedFrom('src/app/browser.tsx', sources)]
  expect(browser.filter((path) => /^src\/platform\/|^src\/.*\/server\/|^node:/.test(path))).toEqual([])
  const server = [...reachedFrom('src/app/main.ts', sources)]
  expect(server.filter((path) => path.endsWith('.tsx') || /^(react|antd)/.test(path))).toEqual([])
})

test('there is no index.ts and no drawer for anything', () => {
  expect(badNames(sources.keys())).toEqual([])
})

test('nothing steps round the types', () => {
  expect(loopholesIn(sources)).toEqual([])
})

const law = (path: string, text: string) => breaksOfImportLaw(new Map([[path, text]]))

test.each([
  ['rightward', 'src/know/customers/customer.ts', `import { a } from '../../understand/rfm/rfm.ts'`, 'leftward only'],
  ['rightward from core', 'src/core/kit/id.ts', `import { a } from '../../ui/palette.ts'`, 'leftward only'],
  ['a type rightward', 'src/fields/text/text.ts', `import type { A } from '../../act/journeys/journey.ts'`, 'leftward only'],
  ['over several lines', 'src/know/a/a.ts', `import {\n  one,\n  two,\n} from '../../learn/holdouts/holdout.ts'`, 'leftward only'],
  ['re-exported', 'src/know/a/a.ts', `export { one } from '../../act/b/b.ts'`, 'leftward only'],
  ['late', 'src/know/a/server/a.ts', `const b = await import('../../../act/b/server/b.ts')`, 'leftward only'],
  ['between platform and pages', 'src/platform/http/a.ts', `import { a } from '../../pages/list.ts'`, 'leftward only'],
  ['a verb of a feature beside', 'src/know/customers/server/a.ts', `import { b } from '../../imports/server/b.ts'`, 'only the definitions'],
  ['a page of a feature beside', 'src/act/journeys/web/A.tsx', `import { B } from '../../messages/web/B.tsx'`, 'only the definitions'],
  ['a .tsx in the server', 'src/know/customers/server/a.ts', `import { A } from '../web/A.tsx'`, 'no .tsx'],
  ['a .tsx in the platform', 'src/platform/http/a.ts', `import { A } from '../../ui/Page.tsx'`, 'no .tsx'],
  ['the server in a page', 'src/know/customers/web/A.tsx', `import { a } from '../server/a.ts'`, 'nothing of the server'],
  [
    'the platform in a page',
    'src/know/customers/web/A.tsx',
    `import type { Db } from '../../../platform/database/connect.ts'`,
    'nothing of the server',
  ],
  [
    'the platform in the app’s browser part',
    'src/app/browser.tsx',
    `import { a } from '../platform/http/server.ts'`,
    'nothing of the server',
  ],
  ['the platform in a root file', 'src/know/customers/a.ts', `import { a } from '../../platform/database/connect.ts'`, 'pure'],
  ['its own server in a root file', 'src/know/customers/a.ts', `import { a } from './server/a.ts'`, 'pure'],
  ['node in a root file', 'src/know/customers/a.ts', `import { readFile } from 'node:fs/promises'`, 'pure'],
  ['React in a root file', 'src/understand/rfm/rfm.ts', `import { useState } from 'react'`, 'pure'],
  ['node in core', 'src/core/kit/id.ts', `import 'node:crypto'`, 'pure'],
  ['node in a page', 'src/pages/List.tsx', `import { join } from 'node:path'`, 'no such thing'],
  ['a component in a root file', 'src/know/customers/a.ts', `import { A } from '../../ui/Page.tsx'`, 'pure'],
  ['a room that there is not', 'src/know/customers/a.ts', `import { a } from '../../extra/a.ts'`, 'no such room'],
  ['a component in a root', 'src/know/customers/A.tsx', '', 'stands in its web'],
  ['a test', 'src/know/customers/a.ts', `import { a } from './b.test.ts'`, 'imported by nobody'],
  ['the tests’ world', 'src/know/customers/a.ts', `import { world } from '../../../test/world.ts'`, 'does not import its tests'],
])('the law bites: %s', (_, path, text, reason) => {
  expect(law(path, text)).toEqual([expect.stringContaining(reason)])
})

test.each([
  ['leftward', 'src/act/journeys/server/a.ts', `import { b } from '../../../know/customers/server/b.ts'`],
  ['a definition beside', 'src/know/customers/server/a.ts', `import { b } from '../../imports/import.ts'`],
  ['its own root and server', 'src/know/customers/server/a.ts', `import { b } from '../customer.ts'\nimport { c } from './c.ts'`],
  [
    'the app takes all',
    'src/app/server.ts',
    `import { b } from '../platform/http/server.ts'\nimport { c } from '../learn/holdouts/server/c.ts'`,
  ],
  [
    'a component in a field’s folder',
    'src/fields/text/Input.tsx',
    `import { Input } from 'antd'\nimport { useSay } from '../../ui/language.tsx'`,
  ],
  ['a test', 'src/know/customers/a.test.ts', `import { world } from '../../../test/world.ts'`],
])('the law allows: %s', (_, path, text) => {
  expect(law(path, text)).toEqual([])
})

test('a root file may take what is as pure as itself, wherever that stands', () => {
  const chain = (last: string) =>
    breaksOfImportLaw(
      new Map([
        ['src/know/views/views.ts', `import { a } from '../../pages/saved-view.ts'`],
        ['src/pages/saved-view.ts', `import { b } from './b.ts'`],
        ['src/pages/b.ts', last],
      ]),
    )
  expect(chain('')).toEqual([])
  expect(chain(`import { useState } from 'react'`)).toHaveLength(1)
})

test('circles are found, those of types are not', () => {
  const circle = (first: string) =>
    circles(
      new Map([
        ['src/know/a/a.ts', first],
        ['src/know/a/b.ts', `import { c } from './c.ts'`],
        ['src/know/a/c.ts', `import { a } from './a.ts'`],
        ['src/know/a/d.ts', `import { a } from './a.ts'`],
      ]),
    )
  expect(circle(`import { b } from './b.ts'`)).toEqual([['src/know/a/a.ts', 'src/know/a/b.ts', 'src/know/a/c.ts']])
  expect(circle(`import type { B } from './b.ts'`)).toEqual([])
  expect(circle(`import { type B, type C } from './b.ts'`)).toEqual([])
  expect(circle(`import { type B, c } from './b.ts'`)).toHaveLength(1)
})

test('what a program reaches is followed through every file', () => {
  const program = new Map([
    ['src/app/browser.tsx', `import { a } from './a.ts'`],
    ['src/app/a.ts', `import { b } from '../platform/b.ts'`],
  ])
  expect(reachedFrom('src/app/browser.tsx', program)).toContain('src/platform/b.ts')
})

test('bad names and loopholes are found', () => {
  expect(badNames(['src/know/index.ts', 'src/know/utils/a.ts', 'src/know/a/index-name.ts', 'src/lib/b.tsx'])).toHaveLength(3)
  const lines = [
    'const a: any = 1',
    'f(a as any)',
    'const b: Array<any> = []',
    '// @ts-ignore',
    'export default a',
    'switch (field.type) {',
    'enum A {',
  ]
  for (const line of lines) expect(loopholesIn(new Map([['src/know/a.ts', line]])), line).toHaveLength(1)
  const innocent = [
    `const a = { en: 'as any other: any' }`,
    ' * for any: any',
    'const any = anything',
    'rules.any(x)',
    'switch (kind) {',
    `op: any(rules)`,
  ]
  for (const line of innocent) expect(loopholesIn(new Map([['src/know/a.ts', line]])), line).toEqual([])
  expect(loopholesIn(new Map([['src/fields/a.ts', 'switch (field.type) {']]))).toEqual([])
})
