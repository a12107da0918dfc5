import { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import { ruleSchema } from '../../../core/rule/rule.ts'
import { festivals } from '../triggers/festivals.ts'
import { workdayOptions } from '../triggers/days.ts'
import { both, type Known, sayFact, sayWeekday } from './say-rule.ts'

type Say = (written: unknown, known: Known) => Words

/** Names in quotation marks, one or another. */
const orOf = (names: readonly Words[]): Words => ({
  zh: `“${names.map((name) => name.zh).join('”或“')}”`,
  en: `“${names.map((name) => name.en).join('” or “')}”`,
})

const text = z.string().catch('')
const amount = z.number().catch(0)
const texts = z.array(z.string()).catch([])

/** What a trigger has written, as far as it can be said; each part that is missing or wrong is empty. */
const written = z.object({
  kind: text,
  event: text,
  where: ruleSchema.optional().catch(undefined),
  segment: text,
  stages: texts,
  tiers: texts.optional(),
  what: z.enum(['enter', 'leave']).catch('enter'),
  direction: z.enum(['up', 'down', 'any']).catch('up'),
  existing: z.boolean().catch(false),
  field: text,
  repeat: z.enum(['yearly', 'once']).catch('yearly'),
  days: amount,
  dateField: text,
  time: text,
  festivals: texts,
  every: z.enum(['day', 'week', 'month']).catch('day'),
  weekdays: z.array(z.number()).catch([]),
  monthDay: z.number().catch(1),
  workdays: text,
})
type Written = z.output<typeof written>

/** On the day, so many before it, so many after. */
function sayOffset(days: number): Words {
  if (days === 0) return { zh: '当天', en: 'on the day' }
  const n = Math.abs(days)
  const plural = n === 1 ? 'day' : 'days'
  return days < 0 ? { zh: `前 ${n} 天`, en: `${n} ${plural} before` } : { zh: `后 ${n} 天`, en: `${n} ${plural} after` }
}

const already = ({ existing }: Written): Words =>
  existing ? { zh: '；启动时已符合的也进入', en: '; those already there enter at the start' } : { zh: '', en: '' }

const fieldOf = (name: string, { dictionary }: Known): Words => {
  const label = dictionary.fields.get(name)?.field.label
  return label ? both(label) : { zh: '（还没有选择的日期）', en: 'a date not chosen yet' }
}

const sayWorkdays = ({ workdays }: Written): Words => {
  const option = workdays === '' || workdays === 'any' ? undefined : workdayOptions.find(({ value }) => value === workdays)
  return option ? { zh: `，${option.label.zh}`, en: `, ${option.label.en.toLowerCase()}` } : { zh: '', en: '' }
}

const add = (...parts: readonly Words[]): Words => ({ zh: parts.map((p) => p.zh).join(''), en: parts.map((p) => p.en).join('') })

const sayings: Readonly<Record<string, (trigger: Written, known: Known) => Words>> = {
  event: (trigger, known) => {
    const fact = sayFact(trigger, known)
    return { zh: `发生${fact.zh}时`, en: `When ${fact.en} happens` }
  },
  'after-event': (trigger, known) => {
    const fact = sayFact(trigger, known)
    const at = trigger.time === '' ? { zh: '', en: '' } : { zh: ` ${trigger.time}`, en: ` at ${trigger.time}` }
    const { days } = trigger
    return { zh: `${fact.zh}之后第 ${days} 天${at.zh}`, en: `${days} ${days === 1 ? 'day' : 'days'} after ${fact.en}${at.en}` }
  },
  segment: (trigger, { dictionary }) => {
    const name = dictionary.segments?.get(trigger.segment) ?? '…'
    const said =
      trigger.what === 'enter'
        ? { zh: `进入细分“${name}”时`, en: `When entering the segment “${name}”` }
        : { zh: `离开细分“${name}”时`, en: `When leaving the segment “${name}”` }
    return add(said, already(trigger))
  },
  stage: (trigger, { dictionary }) => {
    const names = trigger.stages.map((key) => dictionary.stages?.get(key) ?? both(key))
    if (names.length === 0) return { zh: '进入（还没有选择的）阶段时', en: 'When entering a stage (not chosen yet)' }
    const said = orOf(names)
    const verb = trigger.what === 'enter' ? { zh: '进入', en: 'entering' } : { zh: '离开', en: 'leaving' }
    return add({ zh: `${verb.zh}${said.zh}阶段时`, en: `When ${verb.en} the stage ${said.en}` }, already(trigger))
  },
  tier: (trigger, { dictionary }) => {
    const how = {
      up: { zh: '升级', en: 'goes up' },
      down: { zh: '降级', en: 'goes down' },
      any: { zh: '变化', en: 'changes' },
    }[trigger.direction]
    const names = (trigger.tiers ?? []).map((key) => dictionary.tiers?.get(key) ?? both(key))
    const to = names.length > 0 ? orOf(names) : null
    return add(
      { zh: `客户等级${how.zh}${to ? `到${to.zh}` : ''}时`, en: `When the tier ${how.en}${to ? ` to ${to.en}` : ''}` },
      already(trigger),
    )
  },
  date: (trigger, known) => {
    const field = fieldOf(trigger.field, known)
    const offset = sayOffset(trigger.days)
    const yearly = trigger.repeat === 'yearly' ? { zh: '每年', en: 'every year' } : { zh: '', en: 'once' }
    const when =
      trigger.days === 0
        ? { zh: `“${field.zh}”当天`, en: `On “${field.en}”` }
        : { zh: `“${field.zh}”${offset.zh}`, en: `${capital(offset.en)} “${field.en}”` }
    return add({ zh: `${yearly.zh}${when.zh} ${trigger.time}`, en: `${when.en}, ${yearly.en}, at ${trigger.time}` }, sayWorkdays(trigger))
  },
  festival: (trigger) => {
    const names = trigger.festivals.flatMap((name) => festivals[name]?.label ?? [])
    if (names.length === 0) return { zh: '到（还没有选择的）节日时', en: 'On a festival (not chosen yet)' }
    const zh = names.map((name) => name.zh).join('、')
    const en = names.map((name) => name.en).join(', ')
    const offset = sayOffset(trigger.days)
    return add(
      { zh: `${zh}${offset.zh} ${trigger.time}`, en: `${capital(offset.en)}${trigger.days === 0 ? ' of' : ''} ${en}, at ${trigger.time}` },
      sayWorkdays(trigger),
    )
  },
  schedule: (trigger) => {
    const days = (trigger.weekdays.length > 0 ? trigger.weekdays : [1]).map(sayWeekday)
    const every = {
      day: { zh: '每天', en: 'Every day' },
      week: { zh: `每${days.map((day) => day.zh).join('、')}`, en: `Every ${days.map((day) => day.en).join(', ')}` },
      month: { zh: `每月 ${trigger.monthDay} 日`, en: `On day ${trigger.monthDay} of every month` },
    }[trigger.every]
    return add({ zh: `${every.zh} ${trigger.time}`, en: `${every.en} at ${trigger.time}` }, sayWorkdays(trigger))
  },
  unreadable: () => ({ zh: '保存的内容读不出来，已停下', en: 'What is kept of it cannot be read; it stands still' }),
  'by-hand': (trigger, { dictionary }) => {
    if (trigger.segment === '') return { zh: '由人手动加入', en: 'Added by hand' }
    const name = dictionary.segments?.get(trigger.segment) ?? '…'
    return { zh: `启动时把细分“${name}”的人加入`, en: `The members of “${name}” when it is started` }
  },
  api: () => ({ zh: '由其他系统通过接口加入', en: 'Entered by another system through the API' }),
}

const capital = (said: string) => said.charAt(0).toUpperCase() + said.slice(1)

/** When a customer comes in, as one sentence. */
export const sayTrigger: Say = (trigger, known) => {
  const read = written.catch(() => written.parse({})).parse(trigger)
  return sayings[read.kind]?.(read, known) ?? both(read.kind)
}
