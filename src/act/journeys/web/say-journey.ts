import { useMemo } from 'react'
import { z } from 'zod'
import type { Customs } from '../../../core/entity/field-type.ts'
import { durationSaid } from '../../../core/kit/duration.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import { durationSchema, type Rule, ruleSchema } from '../../../core/rule/rule.ts'
import { sayRule } from '../../../core/rule/say-rule.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import type { JourneyDefinition } from '../definition.ts'
import type { DraftStep } from '../flow.ts'
import { useTemplateNames } from './use-template-names.ts'

/** What a journey's words are made of: the names of fields, segments, stages and templates. */
export type Known = { readonly dictionary: Dictionary; readonly templates: ReadonlyMap<string, string>; readonly customs: Customs }

export function useKnown() {
  const customs = useCustoms()
  const words = useDictionary('customer')
  const templates = useTemplateNames()
  const dictionary = words.data?.dictionary
  const names = templates.data
  const data = useMemo<Known | undefined>(
    () => (dictionary && names ? { dictionary, customs, templates: names } : undefined),
    [dictionary, names, customs],
  )
  const refetch = () => void Promise.all([words.refetch(), templates.refetch()])
  return { data, error: words.error ?? templates.error, refetch }
}

/** Both languages at once, from something that is said for one. */
const inBoth = (customs: Customs, say: (customs: Customs) => string): Words => ({
  zh: say({ ...customs, language: 'zh' }),
  en: say({ ...customs, language: 'en' }),
})

export const saidRule = (rule: Rule, { dictionary, customs }: Known): Words => inBoth(customs, (one) => sayRule(rule, dictionary, one))

const eventTrigger = z.object({ event: z.string(), where: ruleSchema.optional() })
const segmentTrigger = z.object({ segment: z.string() })
const stageTrigger = z.object({ stages: z.array(z.string()) })
const listZh = (names: readonly string[]) => names.join('”或“')

type Say = (written: unknown, known: Known) => Words

const sayEvent: Say = (written, known) => {
  const { event, where } = eventTrigger.catch({ event: '' }).parse(written)
  const kind = known.dictionary.events.get(event)
  if (!kind) return { zh: '发生（还没有选择）时', en: 'When (not chosen yet) happens' }
  const inner = where ? saidRule(where, { ...known, dictionary: payloadDictionary(known.dictionary, kind) }) : null
  return {
    zh: `发生“${kind.label.zh}”时${inner ? `（${inner.zh}）` : ''}`,
    en: `When “${kind.label.en}” happens${inner ? ` (${inner.en})` : ''}`,
  }
}

const saySegment: Say = (written, { dictionary }) => {
  const name = dictionary.segments?.get(segmentTrigger.catch({ segment: '' }).parse(written).segment) ?? '…'
  return { zh: `进入细分“${name}”时`, en: `When entering the segment “${name}”` }
}

const sayStages: Say = (written, { dictionary }) => {
  const names = stageTrigger
    .catch({ stages: [] })
    .parse(written)
    .stages.map((key) => dictionary.stages?.get(key) ?? { zh: key, en: key })
  if (names.length === 0) return { zh: '进入（还没有选择的）阶段时', en: 'When entering a stage (not chosen yet)' }
  return {
    zh: `进入“${listZh(names.map((name) => name.zh))}”阶段时`,
    en: `When entering the stage “${names.map((name) => name.en).join('” or “')}”`,
  }
}

const sayByHand: Say = (written, { dictionary }) => {
  const { segment } = segmentTrigger.partial().catch({}).parse(written)
  if (segment === undefined) return { zh: '由人手动加入', en: 'Added by hand' }
  const name = dictionary.segments?.get(segment) ?? '…'
  return { zh: `启动时把细分“${name}”的人加入`, en: `The members of “${name}” when it is started` }
}

const triggerSayings: Readonly<Record<string, Say>> = { event: sayEvent, segment: saySegment, stage: sayStages, 'by-hand': sayByHand }

export const sayTrigger: Say = (trigger, known) => {
  const { kind } = z.object({ kind: z.string() }).catch({ kind: '' }).parse(trigger)
  return triggerSayings[kind]?.(trigger, known) ?? { zh: kind, en: kind }
}

const weekdayWords: readonly Words[] = [
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
  { zh: '周日', en: 'Sun' },
]
/** 1 is Monday. */
export const sayWeekday = (day: number): Words => weekdayWords[day - 1] ?? { zh: String(day), en: String(day) }

const waiting = z.object({
  duration: durationSchema.optional(),
  until: z.object({ time: z.string(), weekdays: z.array(z.number()).optional() }).optional(),
})

const sayWait: Say = (written) => {
  const { duration, until } = waiting.catch({}).parse(written)
  if (until) {
    const days = (until.weekdays ?? []).map(sayWeekday)
    if (days.length === 0) return { zh: `等到 ${until.time}`, en: `Wait until ${until.time}` }
    return {
      zh: `等到${days.map((day) => day.zh).join('、')} ${until.time}`,
      en: `Wait until ${until.time} on ${days.map((day) => day.en).join(', ')}`,
    }
  }
  if (!duration) return { zh: '等待', en: 'Wait' }
  const said = durationSaid(duration)
  return { zh: `等待 ${said.zh}`, en: `Wait ${said.en}` }
}

const saySend: Say = (written, { templates }) => {
  const { templateId } = z.object({ templateId: z.string() }).catch({ templateId: '' }).parse(written)
  const name = templates.get(templateId)
  return name ? { zh: `发送“${name}”`, en: `Send “${name}”` } : { zh: '发送（还没有选模板）', en: 'Send (no template chosen yet)' }
}

const sayBranch: Say = (written, known) => saidRule(ruleOf(written), known)

const stepSayings: Readonly<Record<string, Say>> = {
  wait: sayWait,
  send: saySend,
  branch: sayBranch,
  end: () => ({ zh: '旅程结束', en: 'The journey ends' }),
}

export function ruleOf(step: unknown): Rule {
  return z
    .object({ rule: ruleSchema })
    .catch({ rule: { all: [] } })
    .parse(step).rule
}

/** What a step does, as one sentence. */
export function sayStep(step: DraftStep, known: Known): Words {
  return stepSayings[step.kind]?.(step, known) ?? { zh: step.kind, en: step.kind }
}

const wayWords: Readonly<Record<string, Words>> = { yes: { zh: '是', en: 'Yes' }, no: { zh: '否', en: 'No' } }

/** What a way of a fork is called. */
export const sayWay = (_fork: DraftStep, way: string, _known: Known): Words => wayWords[way] ?? { zh: way, en: way }

export function sayReentry(reentry: JourneyDefinition['reentry']): Words {
  if (reentry === 'once') return { zh: '每位客户只进入一次', en: 'Each customer enters once' }
  const said = durationSaid(reentry.after)
  return { zh: `${said.zh}后可再次进入`, en: `May enter again after ${said.en}` }
}
