import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { saveSending } from '../../../know/shop/actions.ts'
import { readNamed } from '../../../know/shop/server/read-named.ts'
import { writeSetting } from '../../../know/shop/server/write-setting.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { channelNames } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import type { readAttentionSettings as readDefinition, saveAttention as saveDefinition } from '../actions.ts'
import { attentionName } from '../attention-settings.ts'
import type { Wait } from '../quiet-times.ts'
import { openRules, ruleNames } from '../sending-rules.ts'

/** Channels that reach customers: those that go to the firm's own people keep no limits. */
export const customerChannels = channelNames.filter((name) => channelKinds[name].marketing)

export async function readAttentionSettings(ctx: Ctx): Promise<AnswerOf<typeof readDefinition>> {
  const { sending, attention } = openRules(await readNamed(ctx.db, ruleNames))
  return {
    sending,
    attention,
    hours: customerChannels.map((channel) => {
      const { label, limits } = channelKinds[channel]
      // E-mail goes by the quiet hours alone.
      return { channel, label, usual: channel === 'email' ? null : (limits.usualHours ?? null), hard: limits.hardHours ?? null }
    }),
    quotas: customerChannels.flatMap((channel) => channelKinds[channel].limits.caps.map(({ label }) => ({ channel, words: label }))),
  }
}

/** @throws Problem attention.twice */
export async function saveAttention(ctx: Ctx, { sending, attention }: InputOf<typeof saveDefinition>): Promise<Record<never, never>> {
  const keys = attention.limits.map(({ channel, counts, per }) => `${channel} ${counts} ${per}`)
  const twice = keys.findIndex((key, at) => keys.indexOf(key) !== at)
  if (twice !== -1) throw new Problem('attention.twice', { path: `attention.limits.${twice}` })
  await ctx.run(saveSending, sending)
  await writeSetting(ctx, attentionName, attention)
  return {}
}

/** The settings that say when marketing may leave; `shop` holds the time zone. */
const judging: readonly string[] = ['shop', 'sending', attentionName]

/** What waits for other hours or for the end of a festival is judged by the new ones, at once, wherever they were saved. */
export async function lookAnew({ db, now }: Ctx, saved: string): Promise<void> {
  if (!judging.includes(saved)) return
  const waits = ['quiet-hours', 'channel-hours', 'festival'] satisfies readonly Wait['code'][]
  // One that a worker holds already keeps its former reason, and is left to that worker.
  await sql`update messages set due_at = ${now} where state = 'queued' and lease_until is null and due_at > ${now}
    and reason ->> 'code' = any(${waits}::text[])`.execute(db)
}
