import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { languages } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { isUnreadable, readContent, type TemplateContent } from '../content/content.ts'
import { type MessageKind, template, type TemplateState } from '../template.ts'
import type {
  listLibrary as libraryDefinition,
  listTemplateVersions as versionsDefinition,
  readTemplate as readDefinition,
  readTemplateVersion as versionDefinition,
} from '../template-actions.ts'
import { readContentRules } from './read-content-rules.ts'
import { countUses, readUses } from './template-uses.ts'

type Line = {
  id: string
  name: string
  subject: string
  body: string
  channel: ChannelName
  kind: MessageKind
  state: TemplateState
  folder: string | null
  tags: string[]
  content: unknown
  written_by: string | null
  updated_at: Date
}

/**
 * All templates, newest change first; a firm has tens of them, not thousands. Pictures that go along stay in the database: between two
 * quotes and without a sign that JSON escapes, so that what is cut lies within one string, whatever a text of the template says.
 */
export async function listLibrary(ctx: Ctx): Promise<AnswerOf<typeof libraryDefinition>> {
  const { rows } =
    await sql<Line>`select id, name, subject, left(body, 300) as body, channel, kind, state, folder, tags, written_by, updated_at,
      regexp_replace(content::text, '"data:image/[^"\\\\]+"', '"data:image/png;base64,"', 'g')::jsonb as content
    from templates order by updated_at desc, id limit 1000`.execute(ctx.db)
  const uses = await countUses(ctx.db)
  const { brand } = await readContentRules(ctx.db)
  const mayApprove = holds(ctx.sight, 'approve')
  return {
    templates: rows.map(({ updated_at, content, body, written_by, ...row }) => ({
      ...row,
      unreadable: isUnreadable(content),
      own: written_by === ctx.actor.id,
      excerpt: body.slice(0, 160),
      languages: languages.filter((language) => hasText(content, language)),
      color: brand.color,
      uses: uses.get(row.id) ?? 0,
      updatedAt: updated_at.toISOString(),
    })),
    waiting: mayApprove ? rows.filter((row) => row.state === 'waiting' && row.written_by !== ctx.actor.id).length : 0,
  }
}

const hasText = (content: unknown, language: string): boolean => {
  const { texts }: { texts?: unknown } = Object(content)
  return typeof texts === 'object' && texts !== null && language in texts
}

/** @throws Problem template.unreadable */
function contentOf({ name, content }: Pick<Line, 'name' | 'content'>): TemplateContent | null {
  if (isUnreadable(content)) throw new Problem('template.unreadable', { name })
  return readContent(content)
}

type Whole = Line & {
  purpose: string | null
  version: number
  approved_version: number | null
  writer: string | null
  decider: string | null
  decided_at: Date | null
  decision_note: string | null
}

export async function readTemplate(ctx: Ctx, { id }: InputOf<typeof readDefinition>): Promise<AnswerOf<typeof readDefinition>> {
  const { rows } = await sql<Whole>`select t.*, w.name as writer, d.name as decider from templates t
    left join auth.users w on 'user:' || w.id = t.written_by left join auth.users d on 'user:' || d.id = t.decided_by
    where t.id = ${id}`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw new Problem('record.missing', { what: template.label })
  const { name, subject, body, kind, purpose, channel, folder, tags, version, state } = row
  return {
    name,
    subject,
    body,
    kind,
    purpose,
    channel,
    folder,
    tags,
    version,
    state,
    content: contentOf(row),
    approvedVersion: row.approved_version,
    writtenBy: row.writer,
    own: row.written_by === ctx.actor.id,
    decidedBy: row.decider,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.decision_note,
    uses: await readUses(ctx.db, id),
    links: await readLinks(ctx, id),
  }
}

/** Where its links lead, and how often they were pressed, the busiest first. */
async function readLinks(ctx: Ctx, id: string) {
  const { rows } = await sql<{
    target: string
    clicks: number
    machine: number
    messages: number
  }>`select l.target, sum(l.clicks)::int as clicks,
      sum(l.machine)::int as machine, count(*)::int as messages
    from messages m join message_links k on k.customer_id = m.customer_id and k.message_id = m.id
      cross join lateral unnest(k.targets, k.clicks, k.machine_clicks) as l(target, clicks, machine)
    where m.template_id = ${id} and m.sent_at is not null group by 1 order by 2 desc, 1 limit 20`.execute(ctx.db)
  return rows
}

export async function listVersions(ctx: Ctx, { id }: InputOf<typeof versionsDefinition>): Promise<AnswerOf<typeof versionsDefinition>> {
  const { rows } = await sql<{ version: number; created_at: Date; by: string | null; note: string | null; sent: number }>`
    select v.version, v.created_at, u.name as by, v.note,
      (select count(*)::int from messages m where m.template_id = v.template_id and m.template_version = v.version and m.sent_at is not null) as sent
    from template_versions v left join auth.users u on 'user:' || u.id = v.created_by
    where v.template_id = ${id} order by v.version desc limit 200`.execute(ctx.db)
  return { versions: rows.map(({ created_at, ...row }) => ({ ...row, at: created_at.toISOString() })) }
}

type Version = Pick<Line, 'name' | 'subject' | 'body' | 'kind' | 'channel'> & { purpose: string | null; content: unknown }

export async function readOneVersion(
  ctx: Ctx,
  { id, version }: InputOf<typeof versionDefinition>,
): Promise<AnswerOf<typeof versionDefinition>> {
  const { rows } = await sql<Version>`select name, subject, body, kind, purpose, channel, content from template_versions
    where template_id = ${id} and version = ${version}`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw new Problem('record.missing', { what: { zh: '这一版', en: 'version' } })
  return { ...row, content: contentOf(row) }
}
