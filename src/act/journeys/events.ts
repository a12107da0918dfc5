import type { Fields } from '../../core/entity/field.ts'
import { defineEvent } from '../../core/event/event.ts'
import { arms } from './journey.ts'
import { whyOptions } from './why.ts'

const payload = {
  journey: { type: 'text', to: 'journey', label: { zh: '哪个旅程', en: 'Which journey' } },
  name: { type: 'text', label: { zh: '旅程名称', en: 'Name of the journey' } },
  arm: { type: 'choice', label: { zh: '分组', en: 'Arm' }, options: arms },
  reason: { type: 'choice', label: { zh: '原因', en: 'Reason' }, options: whyOptions },
} satisfies Fields

export const journeyEntered = defineEvent({
  name: 'journey.entered',
  label: { zh: '进入旅程', en: 'Journey entered' },
  sentence: { zh: '进入旅程“{name}”（{arm}）', en: 'Entered the journey “{name}” ({arm})' },
  payload,
  tone: 'purple',
})

export const journeyKeptOut = defineEvent({
  name: 'journey.kept-out',
  label: { zh: '未进入旅程', en: 'Kept out of a journey' },
  sentence: { zh: '没有进入旅程“{name}”：{reason}', en: 'Was not let into the journey “{name}”: {reason}' },
  payload,
})

export const journeyEnded = defineEvent({
  name: 'journey.ended',
  label: { zh: '离开旅程', en: 'Journey ended' },
  sentence: { zh: '离开旅程“{name}”：{reason}', en: 'Left the journey “{name}”: {reason}' },
  payload,
})
