import { defineEvent } from '../../core/event/event.ts'
import { roleOptions } from './household.ts'

const household = { type: 'text', label: { zh: '家庭编号', en: 'Household id' } } as const
const name = { type: 'text', label: { zh: '家庭', en: 'Household' } } as const

export const householdJoined = defineEvent({
  name: 'household.joined',
  label: { zh: '加入家庭', en: 'Joined a household' },
  sentence: { zh: '加入家庭[“{name}”]，角色：{role}', en: 'Joined the household[ “{name}”] as {role}' },
  payload: { household, name, role: { type: 'choice', label: { zh: '角色', en: 'Role' }, options: roleOptions } },
})

export const householdLeft = defineEvent({
  name: 'household.left',
  label: { zh: '离开家庭', en: 'Left a household' },
  sentence: { zh: '离开家庭[“{name}”]', en: 'Left the household[ “{name}”]' },
  payload: { household, name },
})
