import { expect, test } from 'vitest'
import type { RoleBody } from '../../core/rights/role-body.ts'
import { verbs } from '../../core/rights/rights.ts'
import { roleTemplates } from './role-templates.ts'
import { changesOfRole, type RoleNames, sayRole } from './say-role.ts'

const names: RoleNames = {
  kind: (name) => ({ zh: name, en: name }),
  field: (name) => ({ zh: name, en: name }),
  rule: () => ({ zh: '城市是杭州', en: 'the city is Hangzhou' }),
}
const own: RoleBody = {
  grants: { customer: { read: ['mine', 'shared'], change: ['mine', 'shared'], create: ['all'] }, todo: { read: ['all'], create: ['all'] } },
  fields: { phone: 'masked' },
  rights: ['reveal'],
}

test('a role is said in words: which customers, which other records, which fields, what else', () => {
  expect(sayRole(own, names).map(({ zh }) => zh)).toEqual([
    '客户（我的、共享给我的）：可查看、修改',
    '客户（全部）：可新建',
    'todo：可查看、新建',
    '打码：phone',
    '另可：查看打码内容',
  ])
  expect(sayRole({ grants: {}, fields: {}, rights: [] }, names).map(({ zh }) => zh)).toEqual(['看不到任何客户'])
})

test('what a change of a role changes is said line by line, and whether it allows more', () => {
  const after: RoleBody = { ...own, grants: { ...own.grants, customer: { read: ['all'] } }, fields: { phone: 'hidden' }, rights: [] }
  expect(changesOfRole(own, after, names).map(({ what, before, after: is, widens }) => [what.zh, before.zh, is.zh, widens])).toEqual([
    ['customer · 查看', '我的、共享给我的', '全部', true],
    ['customer · 新建', '全部', '不可以', false],
    ['customer · 修改', '我的、共享给我的', '不可以', false],
    ['phone', '打码', '隐藏', false],
    ['查看打码内容', '可以', '不可以', false],
  ])
  expect(changesOfRole(own, own, names)).toEqual([])
})

test('a template gives only verbs and fields that there are, and customers can be seen by each but the auditor’s', () => {
  const offered = {
    kinds: [
      { name: 'customer', verbs },
      { name: 'purchase', verbs: ['read' as const] },
    ],
    fields: [{ name: 'phone' }],
  }
  expect(roleTemplates.find(({ key }) => key === 'audit')?.make(offered)).toEqual({ grants: {}, fields: {}, rights: ['audit'] })
  for (const { make } of roleTemplates.filter(({ key }) => key !== 'audit')) {
    const body = make(offered)
    expect(body.grants['customer']?.read?.length).toBeGreaterThan(0)
    expect(Object.keys(body.grants)).toEqual(['customer', 'purchase'])
    expect(Object.keys(body.grants['purchase'] ?? {})).toEqual(['read'])
    expect(Object.keys(body.fields).filter((name) => name !== 'phone')).toEqual([])
  }
})
