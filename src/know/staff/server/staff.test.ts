import { afterAll, beforeAll, expect, test } from 'vitest'
import { member } from '../../../../test/firm.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { inviteUser, listUsers, makeUserLink } from '../../shop/users.ts'
import { readInvitation } from '../../../platform/access/join-by-link.ts'
import * as actions from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const organisation = () => world.ask(actions.readOrganisation, {})
const make = async (name: string, parentId: string | null = null) => (await world.act(actions.createDepartment, { name, parentId })).id

test('departments stand in a tree, are renamed and moved, and never in a circle', async () => {
  const sales = await make('销售部')
  const east = await make('华东组', sales)
  await world.act(actions.changeDepartment, { id: east, name: '华东区' })
  expect((await organisation()).departments).toMatchObject([
    { name: '华东区', parentId: sales },
    { name: '销售部', parentId: null },
  ])
  await expect(world.act(actions.changeDepartment, { id: sales, parentId: east })).rejects.toThrow('department.circle')
  await expect(world.act(actions.changeDepartment, { id: sales, parentId: sales })).rejects.toThrow('department.circle')
  await world.act(actions.changeDepartment, { id: east, parentId: null })
  await world.act(actions.changeDepartment, { id: sales, parentId: east })
  expect((await organisation()).departments.find((one) => one.id === sales)?.parentId).toBe(east)
})

test('departments beside each other have names of their own, and none is made under one that is not there', async () => {
  const root = await make('客服部')
  await make('夜班', root)
  await expect(make('夜班', root)).rejects.toThrow('department.name-taken')
  await make('夜班')
  await expect(make('x', world.services.newId())).rejects.toThrow('department.missing')
  await expect(world.act(actions.createDepartment, { name: ' ' })).rejects.toThrow('input.invalid')
  await expect(world.act(actions.createDepartment, { name: 'y', headId: world.services.newId() })).rejects.toThrow('user.missing')
})

test('a department is removed only when it is empty, and what is in the way is said', async () => {
  const root = await make('仓库')
  const below = await make('一号库', root)
  const chen = await member(world, '陈仓', 'member', { departmentId: root })
  await expect(world.act(actions.removeDepartment, { id: root })).rejects.toMatchObject({
    code: 'department.not-empty',
    details: { what: { zh: '下面还有 1 个部门（一号库），里面还有 1 人（陈仓）', en: '1 department below (一号库) and 1 person (陈仓)' } },
  })
  await world.act(actions.removeDepartment, { id: below })
  await world.act(actions.placePerson, { id: chen.id, departmentId: null })
  await world.act(actions.removeDepartment, { id: root })
  expect((await organisation()).departments.map(({ name }) => name)).not.toContain('仓库')
  await expect(world.act(actions.removeDepartment, { id: root })).rejects.toThrow('department.missing')
})

test('an invitation says the department, position, manager and teams; what is left out later stays', async () => {
  const [root, boss] = [await make('市场部'), await member(world, '赵主管', 'manager')]
  const [a, b] = await Promise.all(['新品组', '会员日'].map(async (name) => (await world.act(actions.createTeam, { name })).id))
  const hu = await member(world, '胡新', 'member', { departmentId: root, position: '内容运营', managerId: boss.id, teamIds: [a, b] })
  const find = async () => (await organisation()).people.find(({ id }) => id === hu.id)
  expect(await find()).toMatchObject({
    departmentId: root,
    position: '内容运营',
    managerId: boss.id,
    teamIds: expect.arrayContaining([a, b]),
  })
  await world.act(actions.placePerson, { id: hu.id, position: '活动运营', teamIds: [b] })
  expect(await find()).toMatchObject({ departmentId: root, position: '活动运营', managerId: boss.id, teamIds: [b] })
  for (const wrong of [
    { departmentId: world.services.newId() },
    { teamIds: [world.services.newId()] },
    { managerId: world.services.newId() },
  ])
    await expect(world.act(actions.placePerson, { id: hu.id, ...wrong })).rejects.toThrow('missing')
  const email = 'nowhere@firm.test'
  await expect(world.act(inviteUser, { name: '错', email, role: 'member', departmentId: world.services.newId() })).rejects.toThrow(
    'department.missing',
  )
  expect((await world.ask(listUsers, {})).users.map((one) => one.email)).not.toContain(email)
})

test('nobody comes to answer to themselves: not by name, nor by way of the head of a department', async () => {
  const [a, b] = [await member(world, '甲'), await member(world, '乙')]
  await world.act(actions.placePerson, { id: a.id, managerId: b.id })
  await expect(world.act(actions.placePerson, { id: b.id, managerId: a.id })).rejects.toMatchObject({ code: 'staff.circle' })
  await expect(world.act(actions.placePerson, { id: b.id, managerId: b.id })).rejects.toThrow('staff.circle')
  const root = (await world.act(actions.createDepartment, { name: '研发部', headId: a.id })).id
  await expect(world.act(actions.placePerson, { id: b.id, departmentId: root })).rejects.toThrow('staff.circle')
  await world.act(actions.changeDepartment, { id: root, headId: null })
  await world.act(actions.placePerson, { id: b.id, departmentId: root })
  await expect(world.act(actions.changeDepartment, { id: root, headId: a.id })).rejects.toThrow('staff.circle')
})

test('a team is renamed, gets members, and goes without taking them along', async () => {
  const [a, b] = [await member(world, '丙'), await member(world, '丁')]
  const { id } = await world.act(actions.createTeam, { name: '茶会筹备', memberIds: [a.id] })
  await expect(world.act(actions.createTeam, { name: '茶会筹备' })).rejects.toThrow('team.name-taken')
  await world.act(actions.changeTeam, { id, name: '茶会', memberIds: [b.id] })
  expect((await organisation()).people.filter((one) => one.teamIds.includes(id)).map(({ name }) => name)).toEqual(['丁'])
  await world.act(actions.removeTeam, { id })
  expect((await organisation()).people.some((one) => one.teamIds.includes(id))).toBe(false)
  await expect(world.act(actions.changeTeam, { id, name: 'x' })).rejects.toThrow('team.missing')
})

test('an invitation shows until when it holds, can be sent again, and be withdrawn until the person has come', async () => {
  const { id, link } = await world.act(inviteUser, { name: '待来', email: 'soon@firm.test', role: 'member' })
  const find = async () => (await world.ask(listUsers, {})).users.find((one) => one.id === id)
  expect(await find()).toMatchObject({ state: 'invited', inviteUntil: '2026-06-22T04:00:00.000Z' })
  world.pass({ amount: 8, unit: 'days' })
  const again = await world.act(makeUserLink, { id, mail: true })
  expect(await find()).toMatchObject({ inviteUntil: '2026-06-30T04:00:00.000Z' })
  const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? ''
  await expect(readInvitation(world.services, tokenOf(link))).rejects.toThrow('access.link-used')
  await world.act(actions.withdrawInvitation, { id })
  await expect(readInvitation(world.services, tokenOf(again.link))).rejects.toThrow('access.link-used')
  expect(await find()).toBeUndefined()
  const busy = await world.act(inviteUser, { name: '有客户的人', email: 'busy@firm.test', role: 'member' })
  await world.customer({ name: '他的客户', phone: '+8613700000001', owner: busy.id })
  await expect(world.act(actions.withdrawInvitation, { id: busy.id })).rejects.toMatchObject({
    code: 'invitation.owns',
    details: { customers: 1 },
  })
  const here = await member(world, '已来')
  await expect(world.act(actions.withdrawInvitation, { id: here.id })).rejects.toThrow('invitation.joined')
})

test('members see who works here, and change nothing of it', async () => {
  expect((await world.ask(actions.readOrganisation, {}, 'member')).people.length).toBeGreaterThan(3)
  expect(JSON.stringify(await world.ask(actions.readOrganisation, {}, 'member'))).not.toContain('@firm.test')
  const as = { role: 'manager' } as const
  await expect(world.act(actions.createDepartment, { name: '影子' }, as)).rejects.toThrow('access.denied')
  await expect(world.act(actions.placePerson, { id: world.services.newId(), position: 'CEO' }, as)).rejects.toThrow('access.denied')
  await expect(world.act(actions.createTeam, { name: '影子' }, as)).rejects.toThrow('access.denied')
})
