import { useMemo } from 'react'
import { z } from 'zod'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk, useList } from '../../../ui/data.tsx'
import { useShop } from '../../../ui/shop.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { instantOf } from '../../../core/kit/local-time.ts'
import { countAudience } from '../audience-actions.ts'
import { nextTime } from '../next-time.ts'
import type { CampaignDraft } from './campaign-draft.ts'

const shape = z.object({ id: z.string(), name: z.string(), subject: z.string().nullish(), kind: z.string(), channel: z.string() })
export type TemplateChoice = z.output<typeof shape>

/** All templates with their channels. */
export function useTemplateChoices() {
  const asked = useList('templates', { limit: 200, fields: ['name', 'subject', 'kind', 'channel'] })
  const pages = asked.data?.pages
  const data = useMemo(() => pages?.flatMap((page) => page.rows.map((row) => shape.parse(row))), [pages])
  return { data, error: asked.error, refetch: asked.refetch }
}

/** When a draft would be sent first, as an instant; undefined for now. */
export function firstTime({ when }: Pick<CampaignDraft, 'when'>, timeZone: string): string | undefined {
  if (when.kind === 'now') return undefined
  if (when.kind === 'at') return when.date === '' ? undefined : instantOf(when.date, when.time, timeZone).toISOString()
  return (when.from === '' ? null : nextTime(when, new Date(), timeZone))?.toISOString()
}

export type AudienceCount = ReplyOf<typeof countAudience>

/** What the count of a draft's audience is asked with. */
export function useAudienceInput(draft: CampaignDraft, id: string | undefined) {
  const { timeZone } = useShop()
  const at = firstTime(draft, timeZone)
  return {
    ...(id === undefined ? {} : { id }),
    audience: draft.audience,
    channel: draft.channel,
    templateId: draft.variants[0]?.templateId ?? null,
    holdout: draft.holdout,
    ...(at === undefined ? {} : { at }),
  }
}

/** The live count, asked once the editing rests. */
export function useAudienceCount(draft: CampaignDraft, id: string | undefined, when: boolean) {
  const rested = useRested(draft)
  const input = useAudienceInput(rested, id)
  return useAsk(countAudience, input, { keep: true, when })
}
