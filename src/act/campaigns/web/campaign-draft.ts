import { everybody, type Rule } from '../../../core/rule/rule.ts'
import type { Words } from '../../../core/kit/words.ts'
import { type CampaignDefinition, campaignDefinition, type CampaignTime, type Variant } from '../definition.ts'

/** A campaign while it is written: a variant may lack its template. */
export type CampaignDraft = Omit<CampaignDefinition, 'variants'> & {
  readonly name: string
  readonly goal: string
  readonly variants: readonly (Omit<Variant, 'templateId'> & { readonly templateId: string | null })[]
}

export const blankDraft = (audience: Rule = everybody): CampaignDraft => ({
  name: '',
  goal: '',
  audience,
  channel: 'email',
  variants: [{ key: 'a', templateId: null, share: 50 }],
  when: { kind: 'now' },
  bestHour: false,
  theirClock: false,
  perHour: null,
  priority: 50,
  holdout: 10,
  fixedCost: 0,
  budget: null,
  window: { days: 7, by: 'sent' },
})

export const draftOf = (name: string, goal: string, definition: CampaignDefinition): CampaignDraft => ({ name, goal, ...definition })

/** Null while something is missing; `missing` says what. */
export function definitionOf({ name: _name, goal: _goal, ...rest }: CampaignDraft): CampaignDefinition | null {
  return campaignDefinition.safeParse(rest).data ?? null
}

export type Missing = { readonly step: 'audience' | 'content' | 'time' | 'check'; readonly words: Words }

/** What must be there before it can be kept, each with the step at which it is given. */
export function missingIn(draft: CampaignDraft): Missing[] {
  const missing: Missing[] = []
  if (draft.name.trim() === '') missing.push({ step: 'audience', words: { zh: '给活动起个名字', en: 'Give the campaign a name' } })
  for (const { key, templateId } of draft.variants)
    if (templateId === null)
      missing.push({
        step: 'content',
        words: { zh: `为版本 ${key.toUpperCase()} 选一个模板`, en: `Choose a template for variant ${key.toUpperCase()}` },
      })
  if (!isTimeWhole(draft.when)) missing.push({ step: 'time', words: { zh: '选好发送的日子', en: 'Choose the days of sending' } })
  return missing
}

const isTimeWhole = (when: CampaignTime) =>
  when.kind === 'now' || (when.kind === 'at' ? when.date !== '' : when.days.length > 0 && when.from !== '')

export const variantKeys: readonly Variant['key'][] = ['a', 'b', 'c', 'd', 'e']

/** What every step is given. */
export type StepProps = {
  readonly id: string | undefined
  readonly draft: CampaignDraft
  readonly change: (patch: Partial<CampaignDraft>) => void
  /** It has begun: audience, channel, content and holdout stay. */
  readonly isLocked: boolean
  readonly isRuleReady: boolean
}
