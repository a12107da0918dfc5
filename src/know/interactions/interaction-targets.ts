import type { Fields } from '../../core/entity/field.ts'
import { customer } from '../customers/customer.ts'
import { interaction } from './interaction.ts'

const { code, phone, email, wechat, name } = customer.fields
const { fields } = interaction

/** What a column of a file of interactions may hold: who the customer is, and what was said. */
export const interactionTargets = {
  code,
  phone,
  email,
  wechat,
  name: { ...name, help: { zh: '仅用于新客户', en: 'Only for customers who are new' } },
  occurredAt: fields.occurredAt,
  kind: fields.kind,
  direction: fields.direction,
  outcome: fields.outcome,
  summary: fields.summary,
  nextStep: fields.nextStep,
  nextStepDue: fields.nextStepDue,
  person: fields.person,
  minutes: fields.minutes,
  place: fields.place,
  byName: { ...fields.byName, help: { zh: '当时是谁联系的', en: 'Who of us it was' } },
} satisfies Fields

export type InteractionTarget = keyof typeof interactionTargets
