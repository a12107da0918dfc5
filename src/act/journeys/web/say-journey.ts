import { z } from 'zod'
import { durationSaid } from '../../../core/kit/duration.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Words } from '../../../core/kit/words.ts'
import { typeOf } from '../../../core/rule/dictionary.ts'
import { durationSchema, type Rule, ruleSchema } from '../../../core/rule/rule.ts'
import { channelKindOf } from '../../channels/channel-kinds.ts'
import type { JourneyDefinition } from '../definition.ts'
import type { DraftStep } from '../flow.ts'
import { otherwise } from '../steps/choose.ts'
import { settingsOf } from './action-form.ts'
import { both, inBoth, type Known, sayFact, saidRule, sayWeekday } from './say-rule.ts'

type Say = (written: unknown, known: Known) => Words

const waiting = z.object({
  duration: durationSchema.optional(),
  until: z.object({ time: z.string(), weekdays: z.array(z.number()).optional() }).optional(),
  bestHour: z.boolean().optional(),
})

const sayWait: Say = (written) => {
  const { duration, until, bestHour } = waiting.catch({}).parse(written)
  if (bestHour) return { zh: '等到这位客户最活跃的钟点', en: 'Wait until the hour at which the person usually acts' }
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

const awaited = z.object({ event: z.string(), where: ruleSchema.optional(), most: durationSchema.optional() })

const sayAwaitFact: Say = (written, known) => {
  const read = awaited.catch({ event: '' }).parse(written)
  const fact = sayFact(read, known)
  const most = read.most ? durationSaid(read.most) : both('…')
  return { zh: `等到发生${fact.zh}，最多等 ${most.zh}`, en: `Wait until ${fact.en} happens, ${most.en} at most` }
}

const sending = z.object({ templateId: z.string().catch(''), channel: z.string().optional().catch(undefined) })

const saySend: Say = (written, { templates }) => {
  const { templateId, channel } = sending.parse(written)
  const name = templates.get(templateId)
  if (!name) return { zh: '发送（还没有选模板）', en: 'Send (no template chosen yet)' }
  const by = channel ? (channelKindOf(channel)?.label ?? both(channel)) : null
  return { zh: `${by ? `用${by.zh}` : ''}发送“${name}”`, en: `Send “${name}”${by ? ` by ${by.en}` : ''}` }
}

const acting = z.object({ action: z.string().catch(''), input: z.record(z.string(), z.unknown()).catch({}) })

const sayAct: Say = (written, { actions, dictionary, customs }) => {
  const { action, input } = acting.parse(written)
  const known = actions.get(action)
  if (!known) return { zh: '执行动作（还没有选）', en: 'Do something (not chosen yet)' }
  const said = sayInput(known.input, input, { dictionary, customs })
  const { zh, en } = both(known.label)
  return said ? { zh: `${zh}：${said.zh}`, en: `${en}: ${said.en}` } : { zh, en }
}

/** What an action is told: what must be chosen by its name, the fields that are set, else the first text, such as a to-do’s title. */
function sayInput(
  schema: unknown,
  input: Readonly<Record<string, unknown>>,
  { dictionary, customs }: Pick<Known, 'dictionary' | 'customs'>,
) {
  const settings = settingsOf(schema)
  const labelled = settings.flatMap(({ name, kind, required, answerOf = '', words: called }): Words[] => {
    const value = input[name]
    if (kind === 'choice') return typeof value === 'string' && called?.[value] ? [called[value]] : []
    if (kind !== 'answer' || !required) return []
    return [dictionary.fields.get(answerOf)?.field.options?.find((option) => option.value === value)?.label ?? both('…')]
  })
  const fields = settings.some(({ kind }) => kind === 'fields') ? Object.entries(input) : []
  const set = fields.map(([name, value]) => {
    const field = dictionary.fields.get(name)?.field
    const said = field && value !== null ? inBoth(customs, (one) => typeOf(dictionary, field).say(value, field, one)) : both('—')
    const { zh, en } = field?.label ?? both(name)
    return { zh: `${zh} = ${said.zh}`, en: `${en} = ${said.en}` }
  })
  const hasChosen = settings.some(({ kind, required }) => kind === 'answer' && required)
  const parts = hasChosen ? labelled : set
  if (parts.length > 0) return { zh: parts.map((part) => part.zh).join('、'), en: parts.map((part) => part.en).join(', ') }
  const text = Object.values(input).find((value) => typeof value === 'string' && value !== '' && !isUuid(value))
  return typeof text === 'string' ? both(text) : null
}

const choosing = z.object({ cases: z.array(z.object({ way: z.string(), label: z.string().optional(), rule: ruleSchema })) })
const sharing = z.object({
  shares: z.array(z.object({ way: z.string(), label: z.string().optional(), share: z.number() })).optional(),
  variants: z.array(z.object({ way: z.string(), label: z.string().optional(), share: z.number().optional() })).optional(),
})

type Part = { readonly way: string; readonly label?: string | undefined; readonly share: number }

/** The ways of a split or a test with their parts of a hundred. */
export function partsOf(step: unknown): readonly Part[] {
  const { shares, variants } = sharing.catch({}).parse(step)
  const parts = (shares ?? variants ?? []).map(({ way, label, share = 1 }) => ({ way, label, share }))
  const sum = parts.reduce((total, { share }) => total + share, 0)
  return parts.map((part) => ({ ...part, share: sum > 0 ? part.share / sum : 0 }))
}

const percents = (step: unknown) => partsOf(step).map(({ way, label, share }) => `${label ?? way} ${Math.round(share * 100)}%`)

const saySplit: Say = (step) => ({ zh: `随机分：${percents(step).join('、')}`, en: `By chance: ${percents(step).join(', ')}` })

const metricWords: Readonly<Record<string, Words>> = {
  purchase: { zh: '购买率', en: 'share who buy' },
  click: { zh: '点击率', en: 'share who click' },
  revenue: { zh: '人均消费', en: 'spend for each person' },
}
const testing = z.object({ metric: z.string().catch('purchase'), days: z.number().catch(14) })

const sayTest: Say = (step) => {
  const { metric, days } = testing.parse(step)
  const what = metricWords[metric] ?? both(metric)
  return {
    zh: `比较 ${percents(step).join('、')}，看 ${days} 天内的${what.zh}`,
    en: `Compare ${percents(step).join(', ')} by the ${what.en} in ${days} days`,
  }
}

const stepSayings: Readonly<Record<string, Say>> = {
  wait: sayWait,
  'await-fact': sayAwaitFact,
  send: saySend,
  webhook: saySend,
  branch: (written, known) => saidRule(ruleOf(written), known),
  choose: (written) => {
    const n = choosing.catch({ cases: [] }).parse(written).cases.length + 1
    return { zh: `按条件分 ${n} 路，第一个成立的为准`, en: `${n} ways by rules; the first that holds decides` }
  },
  split: saySplit,
  'ab-test': sayTest,
  act: sayAct,
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
  return stepSayings[step.kind]?.(step, known) ?? both(step.kind)
}

const wayWords: Readonly<Record<string, Words>> = {
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  happened: { zh: '发生了', en: 'It happened' },
  late: { zh: '没有等到', en: 'It did not' },
  [otherwise]: { zh: '其他', en: 'Others' },
}

/**
 * What a way of a fork is called: by the name that its writer gave it, by its rule, by its share.
 * @param winner the way of a decided test: everybody takes it, and the shares are over
 */
export function sayWay(fork: DraftStep, way: string, known: Known, winner: string | null = null): Words {
  if (winner !== null) return way === winner ? sayWon(fork, way) : sayLost(fork, way)
  const fixed = wayWords[way]
  if (fixed) return fixed
  const found = choosing
    .catch({ cases: [] })
    .parse(fork)
    .cases.find((one) => one.way === way)
  if (found) return found.label === undefined ? saidRule(found.rule, known) : both(found.label)
  const part = partsOf(fork).find((one) => one.way === way)
  return part ? both(`${part.label ?? way} · ${Math.round(part.share * 100)}%`) : both(way)
}

/** Without its share. */
export const nameOfWay = (fork: DraftStep, way: string): string => partsOf(fork).find((one) => one.way === way)?.label ?? way

/** After a test was decided nobody is drawn any more: its share means nothing to them. */
export function sayWon(fork: DraftStep, way: string): Words {
  const name = nameOfWay(fork, way)
  return { zh: `胜出后都走 ${name}`, en: `all to ${name} once it had won` }
}

function sayLost(fork: DraftStep, way: string): Words {
  const name = nameOfWay(fork, way)
  return { zh: `${name} · 不再走`, en: `${name} · not taken any more` }
}

export function sayReentry(reentry: JourneyDefinition['reentry']): Words {
  if (reentry === 'once') return { zh: '每位客户只进入一次', en: 'Each customer enters once' }
  const said = durationSaid(reentry.after)
  return { zh: `${said.zh}后可再次进入`, en: `May enter again after ${said.en}` }
}

/** What counts as having reached the goal. */
export function sayGoal(goal: NonNullable<JourneyDefinition['goal']>, known: Known): Words {
  if (goal.rule) return saidRule(goal.rule, known)
  const fact = sayFact({ event: goal.event ?? '', where: goal.where }, known)
  return { zh: `进入之后发生${fact.zh}`, en: `${fact.en} happens after entering` }
}
