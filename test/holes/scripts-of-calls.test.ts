// A hidden field by another door: the script of a call is filled in from it, and the call is somebody's who may not see it.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendMessage } from '../../src/act/messages/actions.ts'
import { createTemplate } from '../../src/act/messages/template-actions.ts'
import { sendDue } from '../../src/act/messages/server/send-due.ts'
import type { FieldRight } from '../../src/core/rights/rights.ts'
import { changeTodo, listTodos } from '../../src/know/todos/actions.ts'
import { listCalls } from '../../src/know/todos/calls.ts'
import { subjectsOf } from '../../src/platform/rights/subjects.ts'
import { makeWorld, type Person, type World } from '../world.ts'

let world: World
let rich: string
let plain: string
const secret = '只有老板知道'

const seller = (fields: Readonly<Record<string, FieldRight>>, without?: string): Promise<Person> =>
  world.person({
    rights: {
      grants: Object.fromEntries(
        subjectsOf(world.services.registry)
          .filter(({ name }) => name !== without)
          .map(({ name }) => [name, { read: ['all' as const], change: ['all' as const], create: ['all' as const] }]),
      ),
      fields,
      rights: [],
    },
  })
const callsOf = async (person: Person | null, id: string) =>
  (await (person ? world.as(person) : world).ask(listCalls, { who: 'nobody', customerId: id })).calls

async function task(name: string, title: string, script: string): Promise<void> {
  const content = { form: 'task' as const, texts: { zh: { title, script } } }
  const { id } = await world.act(createTemplate, { name, subject: '', body: '', channel: 'task', kind: 'service', content })
  for (const customerId of [rich, plain]) await world.act(sendMessage, { customerId, templateId: id })
}

beforeAll(async () => {
  world = await makeWorld()
  rich = await world.customer({ name: '甲', city: '杭州', note: secret })
  plain = await world.customer({ name: '乙', city: '北京' })
  await task('回访', '回访一下', '您好 {{ name }}')
  await task('备注', '看备注：{{ note }}', '他说过：{{ note }}')
  await task('空话', '空话一句', '{% if note %}{{ city }}{% endif %}')
  await task('缘由', '缘由一事', '{{ context.any }}。')
  while (await sendDue(world.services));
  await world.settle()
})
afterAll(() => world.end())

test('whoever sees the field reads the script, with what the title was filled in from', async () => {
  const scripts = (await callsOf(null, rich)).map(({ title, script }) => [title, script])
  expect(scripts).toContainEqual(['回访一下', '您好 甲'])
  expect(scripts).toContainEqual(['备注', `看备注：${secret}\n\n他说过：${secret}`])
  expect(scripts).toContainEqual(['空话一句', '杭州市'])
})

test.each(['hidden', 'masked'] as const)(
  'from whom it is %s the call is there without what is made of it, and tells nothing else',
  async (how) => {
    const person = await seller({ note: how })
    const [one, other] = [await callsOf(person, rich), await callsOf(person, plain)]
    const said = (calls: typeof one) => calls.map(({ title, script }) => `${title}: ${script}`).toSorted()
    expect(said(one)).toEqual(['回访一下: 您好 甲', '备注: null', '空话一句: null', '缘由一事: null'])
    expect(said(other)).toEqual(said(one).map((line) => line.replace('甲', '乙')))
    const ask = world.as(person)
    for (const path of ['todos', `customers/${rich}/timeline`, 'todos/calls', `todos?customerId=${rich}`])
      expect((await ask.get(path)).body).not.toContain(secret)
  },
)

test('who reads no purchases reads no script that what brought it about was filled into, for that may be one', async () => {
  const said = (calls: Awaited<ReturnType<typeof callsOf>>) => new Map(calls.map(({ title, script }) => [title, script]))
  const shop = said(await callsOf(await seller({}, 'purchase'), rich))
  expect([shop.get('缘由一事'), shop.get('回访一下')]).toEqual([null, '您好 甲'])
  for (const person of [await seller({}), await seller({}, 'template')])
    expect(said(await callsOf(person, rich)).get('缘由一事')).toMatch(/。$/)
})

test('what is hidden of a customer and stands in no script hides none', async () => {
  const person = await seller({ city: 'hidden' })
  expect((await callsOf(person, rich)).find(({ title }) => title === '备注')?.script).toContain(secret)
})

test('a call whose script is hidden can be changed, and keeps it', async () => {
  const person = await seller({ note: 'hidden' })
  const { todos } = await world.as(person).ask(listTodos, { who: 'everyone', customerId: rich })
  const one = todos.find(({ title }) => title === '备注')
  expect(one?.isCall).toBe(true)
  await world.as(person).act(changeTodo, { id: one?.id ?? '', title: '备注', priority: 'high' })
  const { rows } = await sql<{ script: string }>`select script from todos where id = ${one?.id}`.execute(world.db)
  expect(rows[0]?.script).toContain(secret)
})
