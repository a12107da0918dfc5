import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isChannelName } from '../campaign-channels.ts'
import type { CampaignDefinition } from '../definition.ts'

type Template = {
  readonly id: string
  readonly name: string
  readonly channel: string
  readonly kind: string
  readonly purpose: string | null
}

/** What a campaign's messages are for: by it consent is asked. */
export type Sending = { readonly kind: string; readonly purpose: string }

const purposeOf = ({ kind, purpose }: Pick<Template, 'kind' | 'purpose'>) => purpose ?? (kind === 'survey' ? 'surveys' : kind)

/**
 * Everything that could go wrong later, said before it is kept.
 * @throws Problem rule.* with the path, campaign.*
 */
export async function checkCampaign(ctx: Ctx, definition: CampaignDefinition): Promise<Sending> {
  if (!isChannelName(definition.channel))
    throw new Problem('campaign.channel-unknown', { channel: definition.channel, path: 'definition.channel' })
  await checkAudience(ctx, definition)
  await checkAccount(ctx, definition)
  const sending = await checkVariants(ctx, definition)
  return sending
}

async function checkAudience(ctx: Ctx, { audience }: CampaignDefinition): Promise<void> {
  // Nobody reads when it is sent, so “is me” would be nobody.
  const dictionary = { ...(await ctx.dictionary('customer')), me: null }
  try {
    checkRule(audience, dictionary)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { ...error.details, path: (error.details.path ?? 'rule').replace(/^rule/, 'definition.audience') })
  }
}

async function checkAccount(ctx: Ctx, { accountId, channel }: CampaignDefinition): Promise<void> {
  if (accountId === undefined) return
  const { rows } = await sql<{ channel: string }>`select channel from channel_accounts where id = ${accountId}`.execute(ctx.db)
  if (rows[0]?.channel !== channel) throw new Problem('campaign.account-missing', { path: 'definition.accountId' })
}

/** Variants obey the same rules, or the comparison between them would be one of rules. */
export async function checkVariants(ctx: Pick<Ctx, 'db'>, { variants, channel }: CampaignDefinition): Promise<Sending> {
  const templates = await readTemplates(
    ctx,
    variants.map(({ templateId }) => templateId),
  )
  const found = variants.map(({ key, templateId }, i) => {
    const template = templates.get(templateId)
    const at = { variant: key.toUpperCase(), path: `definition.variants.${i}.templateId` }
    if (!template) throw new Problem('campaign.template-missing', at)
    if (template.channel !== channel) throw new Problem('campaign.template-channel', { ...at, name: template.name })
    return template
  })
  const [first] = found
  if (!first) throw new Problem('campaign.template-missing', { variant: 'A' })
  if (found.some((one) => one.kind !== first.kind || purposeOf(one) !== purposeOf(first))) throw new Problem('campaign.templates-differ')
  return { kind: first.kind, purpose: purposeOf(first) }
}

async function readTemplates(ctx: Pick<Ctx, 'db'>, ids: readonly string[]): Promise<ReadonlyMap<string, Template>> {
  const { rows } = await sql<Template>`select id, name, channel, kind, purpose from templates where id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Of one template; marketing where there is none yet. */
export async function sendingOf(ctx: Pick<Ctx, 'db'>, templateId: string | null): Promise<Sending> {
  const template = templateId === null ? undefined : (await readTemplates(ctx, [templateId])).get(templateId)
  return template ? { kind: template.kind, purpose: purposeOf(template) } : { kind: 'marketing', purpose: 'marketing' }
}
