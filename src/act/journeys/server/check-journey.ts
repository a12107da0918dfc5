import { sql } from 'kysely'
import { z } from 'zod'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { subtractDuration } from '../../../core/kit/duration.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import { type OpenJourney, usualPriority } from '../definition.ts'
import type { checkJourney as definition } from '../ready-actions.ts'
import type { Listening } from '../triggers/trigger.ts'
import { countExisting } from './count-existing.ts'
import { findLoops, runningBeside } from './find-loops.ts'
import { heardBy } from './heard-by.ts'
import { type KeptJourney, readOne } from './read-journeys.ts'
import { countNeed } from './ready-needs.ts'
import { sayFact } from './say-fact.ts'
import { namedDictionary } from './say-reasons.ts'

type Answer = AnswerOf<typeof definition>
type Check = Answer['checks'][number]

/** What somebody should know before they switch a journey on. */
export async function checkJourney(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<Answer> {
  const journey = await readOne(ctx, id)
  const templates = await templatesOf(ctx, journey.open)
  const checks = [
    ...(await checkDoor(ctx, journey)),
    ...(await checkMessages(ctx, journey, templates)),
    ...checkMeasure(journey, templates),
  ]
  const others = await runningBeside(ctx, journey)
  const loops = (await findLoops(ctx, journey, others)).map((loop) => ({ names: loop.map((one) => one.name) }))
  return { checks, loops, overlaps: await findOverlaps(ctx, journey, others) }
}

/** What the reader is shown none of cannot be looked at for them. */
const hidden = (code: string): Check =>
  check(code, 'attention', {
    zh: '有没有，要看您的角色看不到的内容，这里不判断；请让能看到的同事检查',
    en: 'Whether there is any hangs on what your role does not show you; ask a colleague who sees it to look',
  })
const check = (code: string, state: Check['state'], words: Words, link: string | null = null): Check => ({ code, state, words, link })

/** In the last 90 days, a thousand at most. */
async function countHeard(ctx: Ctx, listening: Listening, dictionary: Dictionary): Promise<number> {
  const since = subtractDuration(ctx.now, { amount: 90, unit: 'days' })
  const heard = heardBy(listening, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from events e where ${heard}
    and e.occurred_at > ${since} and e.occurred_at <= ${ctx.now} limit 1000) found`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

const fields = z.object({ event: z.string().optional(), field: z.string().optional() })

/** Does what lets customers in ever happen here? */
async function checkDoor(ctx: Ctx, { open }: KeptJourney): Promise<Check[]> {
  const { dateField, listensTo } = open.trigger
  const { event } = fields.catch({}).parse(open.definition.trigger)
  if (dateField !== undefined) {
    const label = ctx.card('customer').fields.get(dateField)?.field.label ?? { zh: dateField, en: dateField }
    const n = await countNeed(ctx, { kind: 'field', field: dateField, how: label })
    if (n === null) return [hidden('date')]
    return [
      n > 0
        ? check('date', 'fine', { zh: `知道“${label.zh}”的客户至少 ${n} 位`, en: `“${label.en}” is known of ${n} customers or more` })
        : check(
            'date',
            'missing',
            { zh: `还不知道任何客户的“${label.zh}”，没有人会进入`, en: `“${label.en}” is known of nobody yet, so nobody would enter` },
            '/customers',
          ),
    ]
  }
  const kind = event ?? listensTo?.event
  if (kind === undefined) return []
  const dictionary = await namedDictionary(ctx, await readNamedThings(ctx))
  if (!dictionary.events.has(kind)) return [hidden('facts')]
  const heard = listensTo ?? { event: kind }
  const label = sayFact(heard, dictionary, ctx.shop)
  const n = await countHeard(ctx, heard, dictionary)
  const existing = n === 0 ? await countExisting(ctx, open) : 0
  if (existing > 0)
    return [
      check('facts', 'fine', {
        zh: `启动时已符合的 ${existing} 位客户会马上进入；近 90 天没有发生过“${label.zh}”`,
        en: `${existing} ${existing === 1 ? 'customer is' : 'customers are'} there already and ${existing === 1 ? 'enters' : 'enter'} at the start; “${label.en}” has not happened in 90 days`,
      }),
    ]
  return [
    n > 0
      ? check('facts', 'fine', {
          zh: `近 90 天有“${label.zh}”（${n}${n >= 1_000 ? ' 次以上' : ' 次'}）`,
          en: `“${label.en}” happened ${n}${n >= 1_000 ? ' times or more' : n === 1 ? ' time' : ' times'} in 90 days`,
        })
      : check(
          'facts',
          'missing',
          {
            zh: `近 90 天没有发生过“${label.zh}”，没有人会进入；请先接入这种数据`,
            en: `“${label.en}” has not happened in 90 days, so nobody would enter; let such facts come first`,
          },
          '/sources',
        ),
  ]
}

type Template = {
  readonly id: string
  readonly kind: string
  readonly channel: string
  readonly purpose: string | null
  readonly name: string
}

const sendsOf = (open: OpenJourney) => [...open.steps.values()].flatMap(({ templateId }) => templateId ?? [])

async function templatesOf(ctx: Ctx, open: OpenJourney): Promise<readonly Template[]> {
  const ids = sendsOf(open)
  if (ids.length === 0) return []
  return (await sql<Template>`select id, kind, channel, purpose, name from templates where id = any(${ids}::uuid[])`.execute(ctx.db)).rows
}

/** Can its messages leave, and to anybody? */
async function checkMessages(ctx: Ctx, { open }: KeptJourney, templates: readonly Template[]): Promise<Check[]> {
  const channels = new Set(
    [...open.steps.values()].flatMap(({ templateId, channel }) =>
      templateId ? [channel ?? templates.find(({ id }) => id === templateId)?.channel ?? 'email'] : [],
    ),
  )
  const checks: Check[] = []
  for (const channel of channels) checks.push(await checkChannel(ctx, channel))
  const purposes = new Set(
    templates.flatMap(({ kind, purpose }) => (kind === 'service' ? [] : [purpose ?? (kind === 'survey' ? 'surveys' : kind)])),
  )
  for (const purpose of purposes) {
    const n = await countNeed(ctx, { kind: 'consent', purpose })
    checks.push(
      n === null
        ? hidden(`consent:${purpose}`)
        : n > 0
          ? check(`consent:${purpose}`, 'fine', {
              zh: `有客户同意接收（至少 ${n} 位）`,
              en: `${n} customers or more agreed to be written to`,
            })
          : check(
              `consent:${purpose}`,
              'attention',
              {
                zh: '还没有客户同意接收这类消息；没有同意的不会发出',
                en: 'Nobody has agreed to such messages yet; those who have not get none',
              },
              '/consent',
            ),
    )
  }
  return checks
}

/** Written down by people as tasks, or sent by the program’s own mail server; all else needs an account. */
async function checkChannel(ctx: Ctx, channel: string): Promise<Check> {
  if (channel === 'task') return check('channel:task', 'fine', { zh: '由同事完成的任务', en: 'Tasks for colleagues' })
  const found =
    channel === 'email'
      ? ((await countNeed(ctx, { kind: 'mail' })) ?? 0)
      : (await sql`select 1 from channel_accounts where channel = ${channel} limit 1`.execute(ctx.db)).rows.length
  if (found > 0) return check(`channel:${channel}`, 'fine', { zh: '发送账号已设好', en: 'An account to send by is set up' })
  return channel === 'email'
    ? check(
        'channel:email',
        'missing',
        { zh: '还没有设发信服务器，消息会一直排队', en: 'No mail server is set, so messages would wait' },
        '/settings',
      )
    : check(
        `channel:${channel}`,
        'missing',
        { zh: `渠道“${channel}”还没有账号，消息会一直排队`, en: `The channel “${channel}” has no account, so messages would wait` },
        '/settings/channels',
      )
}

/** Can it be told afterwards what it earned, and does it stop for those who have what it was for? */
function checkMeasure({ open }: KeptJourney, templates: readonly Template[]): Check[] {
  const { definition: written } = open
  return [
    written.holdout > 0
      ? check('holdout', 'fine', { zh: `${written.holdout}% 的人留作对照组`, en: `${written.holdout}% are held out` })
      : check('holdout', 'attention', {
          zh: '没有对照组，之后无法知道它带来了多少',
          en: 'Nobody is held out, so what it earns cannot be told',
        }),
    written.goal || written.exit
      ? check('leaves', 'fine', {
          zh: '达成目标或符合退出条件的会提前离开',
          en: 'Whoever reaches the goal or fits the exit rule leaves early',
        })
      : countAdverts(open, templates) < 2
        ? check('leaves', 'fine', {
            zh: '最多发一条营销消息，不需要提前离开',
            en: 'One marketing message at most, so nobody needs to leave early',
          })
        : check('leaves', 'attention', {
            zh: '没有目标也没有退出条件：已经买了的也会继续收到',
            en: 'Neither a goal nor an exit rule: those who have bought go on getting messages',
          }),
  ]
}

/** Its steps that send marketing. */
function countAdverts(open: OpenJourney, templates: readonly Template[]): number {
  return sendsOf(open).filter((sent) => templates.some(({ id, kind }) => id === sent && kind === 'marketing')).length
}

/** Running journeys of the same intent, or set off by the very same thing. */
async function findOverlaps(ctx: Ctx, journey: KeptJourney, others: readonly KeptJourney[]): Promise<Answer['overlaps']> {
  const mine = journey.open.definition
  const trigger = JSON.stringify(journey.open.trigger.listensTo)
  const found = others.flatMap(({ row, open }) => {
    const why =
      mine.intent !== undefined && open.definition.intent === mine.intent
        ? 'intent'
        : open.trigger.listensTo && JSON.stringify(open.trigger.listensTo) === trigger
          ? 'trigger'
          : null
    const goesBefore = (open.definition.priority ?? usualPriority) > (mine.priority ?? usualPriority)
    return why === null ? [] : [{ id: row.id, name: row.name, why, goesBefore } as const]
  })
  if (found.length === 0) return []
  const { rows } = await sql<{ journey_id: string; n: number }>`select journey_id, count(*) as n from journey_runs
    where journey_id = any(${found.map(({ id }) => id)}::uuid[]) and state in ('ready', 'waiting') group by 1`.execute(ctx.db)
  return found.map((one) => ({ ...one, inside: rows.find((row) => row.journey_id === one.id)?.n ?? 0 }))
}
