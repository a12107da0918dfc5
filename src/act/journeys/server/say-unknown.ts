import { fillBoth, type Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customerMetrics } from '../../../understand/metrics/metrics.ts'
import type { OpenJourney } from '../definition.ts'

const says = {
  fields: {
    zh: '这些字段只知道现在的值，不知道当时的：{fields}。',
    en: 'Of these fields only today’s value is known, not the one of then: {fields}.',
  },
  moving: {
    zh: '“{fields}”只知道现在的值：之后又消费过的客户，当时的日子已经变了，没有算进来；当时会进入、后来又买的人会更多。',
    en: '“{fields}” is known as it is now alone: for whoever has bought since, the date of then has moved and is not counted in. More people would have entered, and more of them have bought.',
  },
  groups: {
    zh: '细分、阶段和等级按现在的归属判断，不是当时的。',
    en: 'Segments, stages and tiers are taken as they are now, not as they were then.',
  },
  day: {
    zh: '同一天里的条件按当天最后一刻的记录判断。',
    en: 'Rules asked within one day are answered as of its last moment that matters.',
  },
  reaction: {
    zh: '客户收到消息后会不会因此多做什么，无法从过去得知；只算他们当时实际做了的。',
    en: 'What people would have done because of a message cannot be known; what they really did then is what counts.',
  },
  midway: {
    zh: '目标和退出条件（按条件的）只在每一步醒来时查看，可能比实际运行晚离开。',
    en: 'Goals and ways out that are rules are looked at only when a step wakes, so that people may leave later than they really would.',
  },
  consent: {
    zh: '同意、免打扰时段和其他旅程的占用没有计入，只计入频次上限。',
    en: 'Consent, quiet hours and other journeys are not counted in; the frequency caps are.',
  },
  test: { zh: 'A/B 测试按一直没有分出胜负来算。', en: 'A/B tests are taken as never decided.' },
} satisfies Record<string, Words>

/** Dates of a customer that another purchase puts elsewhere; a birthday, what came first and a date of the firm's own stay where they were. */
export const movedByPurchases: ReadonlySet<string> = new Set([
  'lastPurchaseAt',
  'lastActivityAt',
  'lastTouchAt',
  'stageSince',
  'churnSince',
  'dueAt',
  'lateAt',
  'goneAt',
  'nextPurchaseFrom',
  'nextPurchase',
  'nextPurchaseTo',
  'predictedAt',
])

/** What a replay of this journey cannot tell, said plainly. */
export function sayUnknown(ctx: Ctx, open: OpenJourney, dictionary: Dictionary): Words[] {
  const { definition, steps } = open
  const rules = [definition.audience, definition.exit, definition.goal?.rule, ...[...steps.values()].flatMap((step) => step.rules ?? [])]
  const found = { fields: new Set<string>(), groups: false }
  const look = (rule: unknown): void => {
    if (Array.isArray(rule)) for (const inner of rule) look(inner)
    else if (typeof rule === 'object' && rule !== null) {
      if ('field' in rule && typeof rule.field === 'string' && !('did' in rule)) found.fields.add(rule.field)
      if ('segment' in rule || 'stage' in rule || 'tier' in rule) found.groups = true
      for (const [name, inner] of Object.entries(rule)) if (name !== 'where') look(inner)
    }
  }
  for (const rule of rules) look(rule)
  const card = ctx.card('customer')
  const labels = [...found.fields].flatMap((name) => {
    const place = card.fields.get(name)
    return place && place.table !== customerMetrics.table ? [dictionary.fields.get(name)?.field.label ?? { zh: name, en: name }] : []
  })
  const fields = { zh: labels.map((one) => one.zh).join('、'), en: labels.map((one) => one.en).join(', ') }
  const date = open.trigger.dateField
  const asks = rules.some((rule) => rule !== undefined)
  return [
    ...(date !== undefined && movedByPurchases.has(date)
      ? [fillBoth(says.moving, { fields: dictionary.fields.get(date)?.field.label ?? date })]
      : []),
    ...(labels.length > 0 ? [fillBoth(says.fields, { fields })] : []),
    ...(found.groups ? [says.groups] : []),
    ...(asks ? [says.day] : []),
    ...(definition.exit || definition.goal?.rule ? [says.midway] : []),
    ...([...steps.values()].some((step) => step.test) ? [says.test] : []),
    says.reaction,
    says.consent,
  ]
}
