import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'
import { householdRoles, sharedKinds } from './household.ts'

const role = z.enum(householdRoles)
const name = soundText(100)
const shared = z.object({ kind: z.enum(sharedKinds), value: soundText(254).describe('As people write it') })
const household = z.uuid().describe('The household')
const done = z.object({ id: z.uuid() })

export const readHousehold = defineQuestion({
  name: 'read-household',
  label: { zh: '客户的家庭', en: 'Household of a customer' },
  method: 'GET',
  path: '/customers/:id/household',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({
    household: z
      .object({
        id: z.uuid(),
        name: z.string(),
        members: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable(), role, joinedAt: z.string() })),
        shared: z.array(z.object({ kind: z.enum(sharedKinds), value: z.string() })),
      })
      .nullable(),
  }),
})

export const makeHousehold = defineAction({
  name: 'make-household',
  label: { zh: '建立家庭', en: 'Make a household' },
  help: {
    zh: '把几位客户归为一家；家里共用的电话归家庭所有，不再单独认出任何一位成员。',
    en: 'Puts customers into one household. A phone that they share belongs to it and identifies none of them alone.',
  },
  method: 'POST',
  path: '/households',
  role: 'member',
  about: { customer: 'members.customerId' },
  input: z.strictObject({
    name: name.optional().describe('Where left out, the first member’s name'),
    members: z
      .array(z.strictObject({ customerId: z.uuid(), role: role.default('other') }))
      .min(1)
      .max(50),
    shared: z.array(shared).max(20).default([]),
  }),
  output: done,
})

export const joinHousehold = defineAction({
  name: 'join-household',
  label: { zh: '加入家庭', en: 'Join a household' },
  help: { zh: '已在这个家庭中的成员，只更新角色。', en: 'Of somebody who is in this household already, only the role is changed.' },
  method: 'POST',
  path: '/households/:id/members',
  role: 'member',
  about: { households: 'id', customer: 'customerId' },
  input: z.strictObject({ id: household, customerId: z.uuid(), role: role.default('other') }),
  output: done,
})

export const leaveHousehold = defineAction({
  name: 'leave-household',
  label: { zh: '离开家庭', en: 'Leave a household' },
  help: {
    zh: '只剩一人时家庭解散，共用的电话归还给仍在使用它的那位。',
    en: 'With one member left the household ends, and what was shared goes back to whoever still has it.',
  },
  method: 'POST',
  path: '/households/:id/leave',
  role: 'member',
  about: { households: 'id', customer: 'customerId' },
  input: z.strictObject({ id: household, customerId: z.uuid() }),
  output: z.object({ id: z.uuid(), ended: z.boolean() }),
})

export const renameHousehold = defineAction({
  name: 'rename-household',
  label: { zh: '家庭改名', en: 'Rename a household' },
  method: 'PATCH',
  path: '/households/:id',
  role: 'member',
  about: { households: 'id' },
  input: z.strictObject({ id: household, name }),
  output: done,
})

export const shareContact = defineAction({
  name: 'share-contact',
  label: { zh: '设为家庭共用', en: 'Share in the household' },
  help: {
    zh: '共用的电话可以写在每位成员名下，但不再单独用来认人。',
    en: 'A shared phone may stand at every member and identifies none of them alone.',
  },
  method: 'POST',
  path: '/households/:id/shared',
  role: 'member',
  about: { households: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject({ id: household, ...shared.shape }),
  output: done,
})

export const unshareContact = defineAction({
  name: 'unshare-contact',
  label: { zh: '取消家庭共用', en: 'Stop sharing' },
  help: { zh: '归还给最早加入且仍在使用它的成员。', en: 'It goes back to the member of longest standing who still has it.' },
  method: 'POST',
  path: '/households/:id/unshare',
  role: 'member',
  about: { households: 'id' },
  fieldsIn: 'kind',
  input: z.strictObject({ id: household, ...shared.shape }),
  output: done,
})
