import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { languages } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import type {
  createTemplate as createDefinition,
  deleteTemplate as deleteDefinition,
  updateTemplate as updateDefinition,
} from '../template-actions.ts'
import { plainSummary } from '../content/describe-content.ts'
import { template, type TemplateState } from '../template.ts'
import { checkContent } from './fill-content.ts'
import { checkTemplate } from './fill-template.ts'
import { readContentRules } from './read-content-rules.ts'
import { emptyValues, templateVariables } from './template-values.ts'
import { readUses } from './template-uses.ts'

export type Written = InputOf<typeof createDefinition>

/** Refuses what could not be filled in later. @throws Problem template.* */
async function check(ctx: Ctx, written: Written, id: string | null): Promise<void> {
  await checkWords(ctx, written)
  const { rows } =
    await sql`select 1 from templates where lower(name) = lower(${written.name}) and id is distinct from ${id}::uuid`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('template.name-taken', { name: written.name, path: 'name' })
  if (written.purpose === null || written.purpose === undefined) return
  const channel = written.channel
  const known =
    await sql`select 1 from consent_purposes where code = ${written.purpose} and retired_at is null and (${channel} = any(channels) or ${channelKinds[channel].address === null})`.execute(
      ctx.db,
    )
  if (known.rows.length === 0) throw new Problem('template.unknown-purpose', { path: 'purpose' })
}

async function checkWords(ctx: Ctx, written: Written): Promise<void> {
  const known = templateVariables(ctx).map((v) => v.name)
  const { content, channel } = written
  if (content === null) {
    if (written.subject === '' || written.body === '')
      throw new Problem('template.empty', { path: written.subject === '' ? 'subject' : 'body' })
    return void (await checkTemplate(written, known, emptyValues(ctx)))
  }
  if (!fits(channel, content.form)) throw new Problem('template.wrong-form', { channel: channelKinds[channel].label, path: 'channel' })
  for (const language of languages)
    if (content.texts[language]) await checkContent(written.name, content, language, known, { ...emptyValues(ctx), blockProducts: {} })
}

/** WeChat's service account takes registered texts, and words to whoever spoke to it in the last two days. */
const fits = (channel: Written['channel'], form: string): boolean =>
  channelKinds[channel].form === form || (channel === 'wechat' && form === 'text')

/** Which state a version is in that this colleague wrote. */
async function stateOf(ctx: Ctx, { kind }: Pick<Written, 'kind'>): Promise<TemplateState> {
  const { approval } = (await readContentRules(ctx.db)).content
  if (kind !== 'marketing' || approval === 'off' || ctx.actor.kind === 'system') return 'approved'
  return approval === 'role' && holds(ctx.sight, 'approve') ? 'approved' : 'draft'
}

/** What a list shows of a template in blocks. */
function shown({ content, subject, body }: Written): { subject: string; body: string } {
  if (content === null) return { subject, body }
  const said = plainSummary(content)
  return { subject: said.subject.slice(0, 300), body: said.text.slice(0, 2_000) }
}

export async function createTemplate(ctx: Ctx, input: Written): Promise<{ id: string }> {
  await check(ctx, input, null)
  const id = ctx.newId()
  const { subject, body } = shown(input)
  const state = await stateOf(ctx, input)
  await sql`insert into templates (id, name, subject, body, kind, purpose, channel, content, folder, tags, version, state, approved_version, written_by, created_by, created_at, updated_at)
    values (${id}, ${input.name}, ${subject}, ${body}, ${input.kind}, ${input.purpose ?? null}, ${input.channel}, ${jsonOf(input.content)}, ${input.folder || null}, ${tagsOf(input)}::text[],
      1, ${state}, ${state === 'approved' ? 1 : null}, ${ctx.actor.id}, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  await keepVersion(ctx, id, input.note)
  return { id }
}

const tagsOf = ({ tags }: Pick<Written, 'tags'>) => [...new Set(tags)].toSorted()

const jsonOf = (content: Written['content']) => sql`${content === null ? null : JSON.stringify(content)}::jsonb`

export async function updateTemplate(ctx: Ctx, input: InputOf<typeof updateDefinition>): Promise<{ id: string }> {
  await check(ctx, input, input.id)
  await writeVersion(ctx, input.id, input, input.note)
  return { id: input.id }
}

type Row = { version: number; changed: boolean; state: string; approved_version: number | null }

/**
 * A new version where what is sent changed; its name, folder and tags alone make none.
 * @throws Problem record.missing
 */
export async function writeVersion(ctx: Ctx, id: string, input: Written, note: string): Promise<number> {
  const { subject, body } = shown(input)
  const purpose = input.purpose === undefined ? sql`purpose` : sql`${input.purpose}::text`
  // The row is locked by being written: two who save at once make two versions, one after the other.
  const found =
    await sql<Row>`update templates set name = ${input.name}, folder = ${input.folder || null}, tags = ${tagsOf(input)}::text[], updated_at = ${ctx.now} where id = ${id}
    returning version, state, approved_version,
      (subject, body, kind, channel, content, purpose) is distinct from (${subject}::text, ${body}::text, ${input.kind}::text, ${input.channel}::text, ${jsonOf(input.content)}, ${purpose}) as changed`.execute(
      ctx.db,
    )
  const row = found.rows[0]
  if (!row) throw new Problem('record.missing', { what: template.label })
  if (!row.changed) return row.version
  const version = row.version + 1
  const state = await stateOf(ctx, input)
  await sql`update templates set subject = ${subject}, body = ${body}, kind = ${input.kind}, purpose = ${purpose}, channel = ${input.channel}, content = ${jsonOf(input.content)},
      version = ${version}, state = ${state}, approved_version = ${state === 'approved' ? version : row.approved_version},
      written_by = ${ctx.actor.id}, decided_by = null, decided_at = null, decision_note = null
    where id = ${id}`.execute(ctx.db)
  await keepVersion(ctx, id, note)
  return version
}

async function keepVersion(ctx: Ctx, id: string, note: string): Promise<void> {
  await sql`insert into template_versions (template_id, version, name, subject, body, content, channel, kind, purpose, note, created_by, created_at)
    select id, version, name, subject, body, content, channel, kind, purpose, ${note || null}, ${ctx.actor.id}, ${ctx.now} from templates where id = ${id}`.execute(
    ctx.db,
  )
}

export async function deleteTemplate(ctx: Ctx, { id }: InputOf<typeof deleteDefinition>): Promise<{ id: string }> {
  const [use] = await readUses(ctx.db, id)
  if (use) throw new Problem('template.in-use', { journey: use.name })
  const { rows } = await sql`delete from templates where id = ${id} returning id`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { what: template.label })
  return { id }
}
