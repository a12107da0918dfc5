import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { deleteView, listViews, saveView } from './views.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const rule = { all: [{ field: 'city', op: 'is', value: '杭州' }] }

test('a saved view is there for everybody, with its filter, order and columns', async () => {
  const query = { rule, sort: '-createdAt', columns: 'name,city' }
  const { id } = await world.act(saveView, { entity: 'customer', name: ' 杭州的客户 ', query }, { role: 'member' })
  const seen = await world.ask(listViews, { entity: 'customer' }, 'member')
  expect(seen.views).toEqual([{ id, entity: 'customer', name: '杭州的客户', query, mine: true }])
  expect((await world.ask(listViews, { entity: 'order' })).views).toEqual([])
})

test('two views of one list do not share a name', async () => {
  await world.act(saveView, { entity: 'customer', name: 'VIP', query: {} })
  await expect(world.act(saveView, { entity: 'customer', name: 'vip', query: {} })).rejects.toMatchObject({ code: 'view.name-taken' })
})

test('a view with a rule that nobody can ask is refused with the place of the mistake', async () => {
  const query = { rule: { all: [{ field: 'ghost', op: 'is', value: 1 }] } }
  await expect(world.act(saveView, { entity: 'customer', name: 'x', query })).rejects.toMatchObject({
    code: 'rule.unknown-field',
    details: { path: 'rule.all.0.field' },
  })
  await expect(world.act(saveView, { entity: 'ghost', name: 'x', query: {} })).rejects.toMatchObject({ code: 'view.unknown-entity' })
})

test('a member takes away their own views only, a manager anybody’s', async () => {
  const { id } = await world.act(saveView, { entity: 'customer', name: '老板的视图', query: {} })
  const seen = await world.ask(listViews, { entity: 'customer' }, 'member')
  expect(seen.views.find((view) => view.id === id)?.mine).toBe(false)
  await expect(world.act(deleteView, { id }, { role: 'member' })).rejects.toMatchObject({ code: 'view.not-yours' })
  await world.act(deleteView, { id }, { role: 'manager' })
  await expect(world.act(deleteView, { id }, { role: 'manager' })).rejects.toMatchObject({ code: 'view.missing' })
})
