import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createTemplate, deleteTemplate, listLibrary, readTemplate, updateTemplate } from '../template-actions.ts'
import { listVariables, previewTemplate } from '../try-template-actions.ts'
import { makeRenderer } from './renderer.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const written = { name: '欢迎', subject: '{{name}}，欢迎', body: '您好 {{name | default: "朋友"}}' }

test('a template is kept, changed and deleted', async () => {
  const { id } = await world.act(createTemplate, written)
  await expect(world.act(createTemplate, written)).rejects.toMatchObject({ code: 'template.name-taken' })
  await world.act(updateTemplate, { ...written, id, body: '新的 {{city}}' })
  await world.act(deleteTemplate, { id })
  await expect(world.act(deleteTemplate, { id })).rejects.toMatchObject({ code: 'record.missing' })
})

test('a template is found by its tags, which make no new version', async () => {
  const { id } = await world.act(createTemplate, { ...written, name: '有标签', tags: ['春季', '节日', '春季'] })
  const read = () => world.ask(readTemplate, { id })
  expect(await read()).toMatchObject({ tags: ['节日', '春季'].toSorted(), version: 1 })
  await world.act(updateTemplate, { ...written, id, name: '有标签', tags: ['夏季'] })
  expect(await read()).toMatchObject({ tags: ['夏季'], version: 1 })
  expect((await world.ask(listLibrary)).templates.find((line) => line.id === id)?.tags).toEqual(['夏季'])
})

test.each([
  ['{% if name %}', { code: 'template.malformed', details: { line: 1, path: 'body', reason: { zh: '“{% if name %}”没有结束' } } }],
  ['一\n二\n{{ name | shout }}', { code: 'template.malformed', details: { line: 3 } }],
  ['{% include "x" %}', { code: 'template.malformed' }],
  ['一\n｛｛ name ｝｝', { code: 'template.malformed', details: { line: 2, reason: { en: expect.stringContaining('full-width') } } }],
  [
    '一\n{% if name %｝x{% endif %}',
    { code: 'template.malformed', details: { line: 2, reason: { en: expect.stringContaining('full-width') } } },
  ],
  ['{{ nmae }}', { code: 'template.unknown-variable', details: { name: 'nmae', perhaps: { en: '; perhaps name is meant' } } }],
  ['{{ name.constructor }}', { code: 'template.unknown-variable' }],
  ['{{ name | raw }}', { code: 'template.malformed' }],
  ['{% for i in (1..100000) %}{% for j in (1..100000) %}x{% endfor %}{% endfor %}', { code: 'template.runs-away' }],
])('a template that is wrong is refused where it is wrong: %s', async (body, problem) => {
  await expect(world.act(createTemplate, { ...written, name: '错的', body })).rejects.toMatchObject(problem)
})

test.each([
  ['{% if %}x{% endif %}', '这里少了变量名或值'],
  ['{% for x of name %}{% endfor %}', '循环应形如 {% for x in 列表 %}'],
  ['{{ “name” }}', '这里的 “name” 不是变量'],
  ['{% if name = "a" %}x{% endif %}', '比较是否相等请写 =='],
  ['{{ name | truncate 5 }}', '过滤器的名称后面应有“:”'],
  ['{{ name || upcase }}', '“|”后面应是过滤器的名称'],
  ['{{ name | append }}', '“append”后面要写“:”和一段文字'],
  ['{% assign %}', '这里少了变量的名称'],
  ['{% assign x %}', '变量的名称后面应有“=”'],
  ['{% capture %}x{% endcapture %}', '这里少了变量的名称'],
  ['{% if name %}a{% else %}b{% else %}c{% endif %}', '有两个 else'],
  ['{% if name %}a{% else %}b{% elsif name %}c{% endif %}', 'elsif 要写在 else 之前'],
  ['{% endif %}', '“endif”前面没有它的开头'],
  ['{% for i in (1..) %}a{% endfor %}', '这里的 ) 不是变量'],
  ['{% for i in (1..3 %}a{% endfor %}', '括号里应形如 (1..5)'],
  ['{{ name[0 }}', '“[”没有结束'],
  ['{% %}', '“{%”后面应是标签的名称'],
  ['{% raw %}x', '没有结束'],
  ['{% # 注\n释 %}', '每一行都要以 # 开头'],
])('what is wrong in a template is said in words of our own: %s', async (body, said) => {
  const refused = await world.act(createTemplate, { ...written, name: '错的', body }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'template.malformed', details: { line: 1, reason: { zh: expect.stringContaining(said) } } })
  expect(refused).toMatchObject({ details: { reason: { en: expect.not.stringMatching(/syntax|expression|expected|illegal|unexpected/) } } })
})

test('what stands in full-width braces of its own is a text like any other', async () => {
  expect(await world.act(createTemplate, { ...written, name: '立减', body: '｛全场立减20%｝' })).toMatchObject({ id: expect.any(String) })
})

test('a job that does not end is ended from outside, and the next one works', async () => {
  const renderer = makeRenderer({ deadlineMs: 30 })
  const busy = '{% for i in (1..90000) %}{% for j in (1..9000) %}{% endfor %}{% endfor %}'
  expect(await renderer.run({ parts: [{ name: 'body', source: busy }], values: [{}] })).toEqual({ ranAway: true })
  // On a busy machine a whole thirty milliseconds may pass before the new thread has its turn.
  await vi.waitFor(async () => {
    const next = await renderer.run({ parts: [{ name: 'body', source: 'b' }], values: [{}] })
    expect(next).toMatchObject({ rendered: [{ texts: ['b'] }] })
  }, 30_000)
})

test('a template that eats memory is ended, and the program lives', async () => {
  const renderer = makeRenderer({ deadlineMs: 20_000 })
  const hungry = '{% assign s = "0123456789" %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s }}'
  const result = await renderer.run({ parts: [{ name: 'body', source: hungry }], values: [{}] })
  expect('ranAway' in result || ('rendered' in result && 'wrong' in (result.rendered[0] ?? {}))).toBe(true)
  expect(await renderer.run({ parts: [{ name: 'body', source: 'b' }], values: [{}] })).toMatchObject({ rendered: [{ texts: ['b'] }] })
})

test('a preview is filled in for a real customer and says what is missing', async () => {
  const customerId = await world.customer({ name: '林<b>黛玉', email: 'lin@tea.example', birthday: '2000-02-12' })
  const preview = await world.ask(previewTemplate, {
    customerId,
    subject: '{{name}} 生日快乐',
    body: '{{birthday}} {{city | default: "您的城市"}} {% if birthday %}有{% endif %}{% if city %}没有{% endif %}',
  })
  expect(preview.subject).toBe('林<b>黛玉 生日快乐')
  expect(preview.text).toContain('您的城市 有')
  expect(preview.missing).toEqual(['city'])
  expect(preview.html).not.toContain('<b>')
  await expect(world.ask(previewTemplate, { subject: 'x', body: '{{oops}}' })).rejects.toMatchObject({ code: 'template.unknown-variable' })
})

test('the variables are those of the customer, of every feature', async () => {
  const names = (await world.ask(listVariables)).variables.map((v) => v.name)
  expect(names).toEqual(expect.arrayContaining(['name', 'city', 'shopName', 'today', 'spend', 'raw.spend']))
})
