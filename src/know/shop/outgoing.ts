import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { type OutgoingDoor, outgoingDoors, readHost } from '../../core/kit/outgoing-doors.ts'

const host = z
  .string()
  .max(260)
  .refine((text) => readHost(text) !== null, { error: 'api.example.com, *.example.com' })

/** Kept as the setting `outgoing`; platform/http reads it. Where it is on, nothing but these hosts is connected to. */
export const outgoingSettings = z.strictObject({ enabled: z.boolean(), hosts: z.array(host).max(300) })
export type OutgoingSettings = z.output<typeof outgoingSettings>

const doorNames = Object.keys(outgoingDoors).filter((name): name is OutgoingDoor => name in outgoingDoors)

export const readOutgoing = defineQuestion({
  name: 'read-outgoing',
  label: { zh: '查看允许连接的外部地址', en: 'Read which addresses may be reached' },
  help: {
    zh: '清单，以及现在的设置会连接哪些地址、它们在不在清单里。',
    en: 'The list, and what is connected to as things are set, each with whether the list has it.',
  },
  method: 'GET',
  path: '/settings/outgoing',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: z.strictObject({}),
  output: outgoingSettings.extend({
    reaches: z.array(z.object({ door: z.enum(doorNames), name: z.string(), host: z.string(), listed: z.boolean() })),
  }),
})

export const saveOutgoing = defineAction({
  name: 'save-outgoing',
  label: { zh: '保存允许连接的外部地址', en: 'Save which addresses may be reached' },
  help: {
    zh: '打开后，程序只连接清单里的地址，别的一律拒绝；*.example.com 指它下面的所有地址。一秒之内生效。需要刚刚确认过本人。',
    en: 'Where it is on, nothing but what the list has is connected to; *.example.com means everything below it. It holds within a second. Needs a fresh proof of who one is.',
  },
  method: 'PUT',
  path: '/settings/outgoing',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: outgoingSettings,
  output: z.object({}),
})
