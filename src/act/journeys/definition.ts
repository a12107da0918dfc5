import { z, type ZodType } from 'zod'
import { durationSchema, ruleSchema } from '../../core/rule/rule.ts'
import { innermost, sayIssue } from '../../core/kit/say-issue.ts'
import { openStep, stepKinds } from './step-kinds.ts'
import type { Awaited, OpenStep } from './steps/step.ts'
import { openTrigger, triggerKinds } from './trigger-kinds.ts'
import type { OpenTrigger } from './triggers/trigger.ts'

/** One of a table of kinds, told apart by `kind`; what is wrong is said about that kind and no other. */
function oneOf(kinds: Readonly<Record<string, { readonly schema: ZodType }>>) {
  return z.looseObject({ kind: z.string() }).superRefine((value, issues) => {
    const kind = Object.hasOwn(kinds, value.kind) ? kinds[value.kind] : undefined
    if (!kind) {
      const choices = Object.keys(kinds)
      const words = { zh: `不是可选的值，可选：${choices.join('、')}`, en: `is not one of the choices: ${choices.join(', ')}` }
      return issues.addIssue({ code: 'custom', path: ['kind'], message: `one of: ${choices.join(', ')}`, params: { words } })
    }
    const read = kind.schema.safeParse(value)
    for (const issue of read.error?.issues ?? []) {
      const inner = innermost(issue)
      issues.addIssue({ code: 'custom', path: [...inner.path], message: inner.message, params: { words: sayIssue(inner, value) } })
    }
  })
}

const step = oneOf(stepKinds).refine((value) => typeof value.id === 'string', { path: ['id'] })

const whenBusyRules = ['skip', 'wait'] as const

const goal = z
  .strictObject({ rule: ruleSchema.optional(), event: z.string().min(1).max(100).optional(), where: ruleSchema.optional() })
  .refine((one) => (one.rule === undefined) !== (one.event === undefined), { path: ['event'] })
  .refine((one) => one.where === undefined || one.event !== undefined, { path: ['where'] })

/** Two journeys of one intent are weighed by it. */
export const usualPriority = 50

/** A journey as it is written down. Steps are walked from the first; `next`, `yes`, `no` name the following step, null the end. */
export const journeyDefinition = z
  .strictObject({
    trigger: oneOf(triggerKinds),
    audience: ruleSchema.optional().describe('只有符合的客户才能进入 · Only these may enter'),
    reentry: z.union([z.literal('once'), z.strictObject({ after: durationSchema })]).default('once'),
    holdout: z.number().min(0).max(50).default(0).describe('对照组百分比 · Per cent held out'),
    exit: ruleSchema.optional().describe('符合时退出旅程 · Whoever matches leaves'),
    goal: goal.optional().describe('达成即离开，记为转化 · Whoever reaches it leaves as converted'),
    intent: z
      .string()
      .trim()
      .min(1)
      .max(40)
      .optional()
      .describe(
        '意图，例如“复购”；同一意图下，一位客户同时只走优先级最高的旅程 · One intent at a time: of two journeys with it the higher goes',
      ),
    priority: z.int().min(0).max(100).optional().describe('优先级 0–100，默认 50 · 50 where left out'),
    whenBusy: z
      .enum(whenBusyRules)
      .optional()
      .describe(
        '有更高的同意图旅程时：跳过，或等它结束 · While a higher one of the same intent goes on: skip, or wait for its end; skip where left out',
      ),
    steps: z.array(step).min(1).max(100),
  })
  .meta({
    examples: [
      {
        trigger: { kind: 'event', event: 'purchase.made' },
        reentry: 'once',
        holdout: 10,
        steps: [
          { id: 'wait', kind: 'wait', duration: { amount: 1, unit: 'days' } },
          { id: 'end', kind: 'end' },
        ],
      },
    ],
  })
export type JourneyDefinition = z.output<typeof journeyDefinition>

/** A definition ready to be walked. */
export type OpenJourney = {
  readonly definition: JourneyDefinition
  readonly trigger: OpenTrigger
  readonly first: string
  readonly steps: ReadonlyMap<string, OpenStep>
  /** The goal, where it is a fact. */
  readonly goalFact?: Awaited
}

export function openJourney(definition: JourneyDefinition): OpenJourney {
  const steps = definition.steps.map(openStep)
  const { goal: aim } = definition
  const goalFact: Awaited | undefined =
    aim?.event === undefined ? undefined : { listening: { event: aim.event, ...(aim.where ? { where: aim.where } : {}) }, since: 'entry' }
  return {
    definition,
    trigger: openTrigger(definition.trigger),
    first: steps[0]?.id ?? '',
    steps: new Map(steps.map((s) => [s.id, s])),
    ...(goalFact ? { goalFact } : {}),
  }
}

/**
 * What is kept may have been written by another version of the program, or by hand in the database.
 * @returns the journey, or where it cannot be read
 */
export function tryOpenJourney(written: unknown): { readonly open: OpenJourney } | { readonly unreadable: string } {
  const read = journeyDefinition.safeParse(written)
  if (!read.success) return { unreadable: read.error.issues[0]?.path.join('.') || 'definition' }
  try {
    return { open: openJourney(read.data) }
  } catch {
    return { unreadable: 'steps' }
  }
}

/** Of 10,000 numbers a customer may have for this journey, those below this are held out. */
export function holdoutBelow(definition: JourneyDefinition): number {
  return Math.round(definition.holdout * 100)
}
