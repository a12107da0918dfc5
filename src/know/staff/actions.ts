import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { colleague, department, departmentName, placeFields, team } from './staff.ts'

const id = z.uuid()
const byId = z.strictObject({ id })
const done = z.object({ id })
const people = { about: 'nothing', right: 'people', role: 'owner' } as const

export const readOrganisation = defineQuestion({
  name: 'read-organisation',
  label: { zh: '组织架构', en: 'People and departments' },
  help: { zh: '部门、团队，以及每位同事在哪里。', en: 'Departments, teams, and where everybody stands.' },
  method: 'GET',
  path: '/organisation',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({}),
  output: z.object({ departments: z.array(department), teams: z.array(team), people: z.array(colleague) }),
})

export const createDepartment = defineAction({
  name: 'create-department',
  label: { zh: '新建部门', en: 'Create a department' },
  method: 'POST',
  path: '/departments',
  ...people,
  input: z.strictObject({ name: departmentName, parentId: id.nullable().default(null), headId: id.nullable().default(null) }),
  output: done,
})

export const changeDepartment = defineAction({
  name: 'change-department',
  label: { zh: '修改部门', en: 'Change a department' },
  help: { zh: '名称、上级部门或主管；不会绕成一圈。', en: 'Its name, where it stands, or its head; never round in a circle.' },
  method: 'PATCH',
  path: '/departments/:id',
  ...people,
  input: z.strictObject({ id, name: departmentName.optional(), parentId: id.nullable().optional(), headId: id.nullable().optional() }),
  output: done,
})

export const removeDepartment = defineAction({
  name: 'remove-department',
  label: { zh: '删除部门', en: 'Remove a department' },
  help: { zh: '只有空的部门可以删除。', en: 'Only one that is empty.' },
  method: 'DELETE',
  path: '/departments/:id',
  ...people,
  input: byId,
  output: done,
})

export const createTeam = defineAction({
  name: 'create-team',
  label: { zh: '新建团队', en: 'Create a team' },
  help: { zh: '团队跨部门，一个人可以在几个团队里。', en: 'Teams go across departments; somebody may be in several.' },
  method: 'POST',
  path: '/teams',
  ...people,
  input: z.strictObject({ name: departmentName, memberIds: z.array(id).max(500).default([]) }),
  output: done,
})

export const changeTeam = defineAction({
  name: 'change-team',
  label: { zh: '修改团队', en: 'Change a team' },
  method: 'PATCH',
  path: '/teams/:id',
  ...people,
  input: z.strictObject({ id, name: departmentName.optional(), memberIds: z.array(id).max(500).optional() }),
  output: done,
})

export const removeTeam = defineAction({
  name: 'remove-team',
  label: { zh: '删除团队', en: 'Remove a team' },
  help: { zh: '成员本身不受影响。', en: 'Its members stay.' },
  method: 'DELETE',
  path: '/teams/:id',
  ...people,
  input: byId,
  output: done,
})

export const placePerson = defineAction({
  name: 'place-person',
  label: { zh: '调整同事的部门、职位、团队和上级', en: 'Place somebody in the firm' },
  help: { zh: '只改动传入的内容；null 表示没有。', en: 'Changes only what is sent; null is none.' },
  method: 'PATCH',
  path: '/users/:id/place',
  ...people,
  input: z.strictObject({ id, ...placeFields }),
  output: done,
})

export const withdrawInvitation = defineAction({
  name: 'withdraw-invitation',
  label: { zh: '撤回邀请', en: 'Withdraw an invitation' },
  help: {
    zh: '链接立即失效，名单里不再有这个人；已加入的不能撤回。',
    en: 'The link stops working and the person is off the list; not for one who has joined.',
  },
  method: 'DELETE',
  path: '/users/:id/invitation',
  ...people,
  input: byId,
  output: done,
})
