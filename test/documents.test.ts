import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const documents = ['*.md', 'docs/**/*.md'].flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()

/** As GitHub makes the address of a heading: lower case, without signs, blanks become hyphens. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
    .trim()
    .replaceAll(' ', '-')

const withoutCode = (text: string) => text.replaceAll(/```[\s\S]*?```/g, '')
const headingsOf = (text: string) =>
  [...withoutCode(text).matchAll(/^(#+) (.*)$/gm)].map(([, marks = '', heading = '']) => ({ marks, heading }))
const picturesOf = (text: string) => [...text.matchAll(/pictures\/([\w-]+)\.png/g)].map(([, name = '']) => name)

/** Where a document leads within the repository: links, pictures, and pictures written in HTML. */
const linksOf = (text: string) =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((link) => !/^\w+:/.test(link))

function broken(file: string): string[] {
  return linksOf(read(file)).filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path ? normalize(join(dirname(file), path)) : file
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && !headingsOf(read(target)).some(({ heading }) => anchorOf(heading) === decodeURIComponent(anchor))
  })
}

test('every link and every picture of the documents leads somewhere', () => {
  expect(documents.length).toBeGreaterThan(80)
  expect(documents.flatMap((file) => broken(file).map((link) => `${file} → ${link}`))).toEqual([])
})

const chinese = documents.filter((file) => file.endsWith('.zh-CN.md'))
const english = documents.filter((file) => /^docs\/(guide|methods)/.test(file) && !file.endsWith('.zh-CN.md'))

test('a page of the guide and of the methods stands in both languages', () => {
  expect(english.length).toBeGreaterThan(30)
  expect(english.map((file) => file.replace(/\.md$/, '.zh-CN.md')).filter((file) => !chinese.includes(file))).toEqual([])
})

test('both languages of a page have the same headings in number and depth, and the same pictures', () => {
  const shape = (file: string) => headingsOf(read(file)).map(({ marks }) => marks)
  const pictures = (file: string) => picturesOf(read(file)).map((name) => name.replace(/-(zh|en)(?=-|$)/, ''))
  for (const file of chinese) {
    const other = file.replace('.zh-CN.md', '.md')
    expect([file, shape(file)]).toEqual([file, shape(other)])
    expect([file, pictures(file)]).toEqual([file, pictures(other)])
  }
})

test('a page shows pictures in its own language', () => {
  for (const file of documents) {
    const foreign = file.endsWith('.zh-CN.md') ? /-en(-|$)/ : /-zh(-|$)/
    expect([file, picturesOf(read(file)).filter((name) => foreign.test(name))]).toEqual([file, []])
  }
})

/** The labels of the menu as they stand in the lists of pages. */
const menu = globSync('src/app/pages/*-pages.tsx', { cwd: root }).flatMap((file) =>
  read(file)
    .split(/^ {2}\},$/m)
    .filter((entry) => entry.includes('inMenu: true'))
    .map((entry) => {
      const [, zh = '', en = ''] = /label: \{ zh: '([^']+)', en: '([^']+)' \}/.exec(entry) ?? []
      return { zh, en }
    }),
)

test('the guide names every page of the menu by the words that stand there', () => {
  expect(menu.length).toBeGreaterThan(30)
  const inTable = (file: string) =>
    [...read(file).matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split('·')).map((name) => name.trim())
  expect(menu.map(({ en }) => en).filter((name) => !inTable('docs/guide.md').includes(name))).toEqual([])
  expect(menu.map(({ zh }) => zh).filter((name) => !inTable('docs/guide.zh-CN.md').includes(name))).toEqual([])
})

test('the guide names every option and variable of the help in both languages', () => {
  const help = read('src/app/main.ts').concat(read('src/app/maintenance.ts'))
  const settings = new Set(
    help.match(/^ {2}(--[a-z-]+|[A-Z]+(?:_[A-Z0-9]+)*)(?= )|\b[A-Z]+_[A-Z0-9_]+\b|^ {4}--[a-z-]+/gm)?.map((name) => name.trim()),
  )
  expect(settings.size).toBeGreaterThan(25)
  for (const ending of ['', '.zh-CN']) {
    const guide = ['guide', 'guide/backup'].map((page) => read(`docs/${page}${ending}.md`)).join('\n')
    expect([...settings].filter((name) => !guide.includes(name))).toEqual([])
  }
})

test('the list of decisions leads to every one of them', () => {
  const list = read('docs/decisions/README.md')
  const pages = globSync('docs/decisions/0*.md', { cwd: root }).map((file) => basename(file))
  expect(pages.filter((page) => !list.includes(`(${page})`))).toEqual([])
})
