import { sql } from 'kysely'
import { type AnswerOf, type InputOf, isRole, verbOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { roleBody } from '../../../core/rights/role-body.ts'
import type { Verb } from '../../../core/rights/rights.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { makeContext } from '../../../platform/actions/services.ts'
import { countRecords, readRecord } from '../../../platform/records/find-records.ts'
import { type Asked, customersWithin, judgeCall } from '../../../platform/rights/decide.ts'
import { readSight } from '../../../platform/rights/read-sight.ts'
import { limitsOf, reachOf, type Sight } from '../../../platform/rights/sight.ts'
import { withShapes } from '../../../platform/rights/veils.ts'
import { roleWords } from '../../shop/role-words.ts'
import type { viewAs as definition } from '../actions.ts'
import { type Because, sayField, sayMissing, sayRows, sayStanding } from './say-rights.ts'

type Answer = AnswerOf<typeof definition>
type State = Answer['row']['state']

/**
 * What somebody else, or somebody of a role, would see and do with one customer, asked by the very function that decides for
 * them; and which rule of which role says so.
 * @throws Problem record.missing, user.missing, role.missing
 */
export async function viewAs(ctx: Ctx, input: InputOf<typeof definition>): Promise<Answer> {
  const sight = await sightOf(ctx, input)
  const eyes = await makeContext(ctx.services, { ...ctx.actor, id: 'system:view-as', userId: null }, ctx.source, {
    db: ctx.services.database.questions,
    client: null,
    sight,
  })
  const full = ctx.onlooker.cards.get('customer')
  if (!full || !(await readRecord(ctx, ctx.card('customer'), input.customerId)))
    throw new Problem('record.missing', { what: full?.entity.label })
  const record = await readRecord(eyes, eyes.card('customer'), input.customerId)
  const mayRead = judgeCall(sight, { role: 'member', about: { customer: null }, method: 'GET', isQuestion: true }, ctx.registry) === 'yes'
  const isSeen = record !== null && mayRead
  const dictionary = await ctx.onlooker.dictionary()
  const fields = sight.limits ? withShapes(sight.limits.fields) : new Map()
  // Whoever is limited oneself sees no value through another's eyes.
  const shows = ctx.sight.limits === null
  return {
    limited: sight.limits !== null,
    count: mayRead ? await countRecords(eyes, eyes.card('customer'), {}) : 0,
    row: { state: isSeen ? 'allowed' : 'hidden', because: sayRows(sight, 'customer', 'read', dictionary, ctx.shop, isSeen) },
    fields: [...full.fields.values()].map(({ name, field }) => {
      const state: State = isSeen ? (fields.get(name) ?? 'allowed') : 'hidden'
      const value = shows && isSeen && state !== 'hidden' ? (record[name] ?? null) : null
      return { name, label: field.label, state, value, because: sayField(sight, name, isSeen) }
    }),
    actions: await actionsOf(ctx, eyes, input.customerId),
  }
}

async function sightOf(ctx: Ctx, { userId, roleId, body }: InputOf<typeof definition>): Promise<Sight> {
  if (userId !== undefined) {
    const { rows } = await sql<{ name: string; role: string }>`select name, role from auth.users where id = ${userId}`.execute(ctx.db)
    const user = rows[0]
    if (!user || !isRole(user.role)) throw new Problem('user.missing')
    return readSight(ctx.services, { kind: 'user', id: `user:${userId}`, userId, name: user.name, role: user.role })
  }
  if (body !== undefined) return withBody('', '草稿 Draft', body)
  const { rows } = await sql<{
    name: string
    standing: string | null
    body: unknown
  }>`select name, standing, body from roles where id = ${roleId ?? null}`.execute(ctx.db)
  const role = rows[0]
  if (!role) throw new Problem('role.missing')
  if (role.standing !== null && isRole(role.standing)) return { role: role.standing, limits: null }
  return withBody(roleId ?? '', role.name, roleBody.parse(role.body))
}

/** Somebody of whom nothing is known but the role: looks after nobody, and nothing is shared with them. */
function withBody(id: string, name: string, body: ReturnType<typeof roleBody.parse>): Sight {
  const nobody = { userId: '00000000-0000-0000-0000-000000000000', reports: [], department: [], teams: [], shared: [] }
  return { role: 'member', limits: limitsOf([{ id, name, body }], nobody) }
}

/** What can be done with a customer, or with what hangs on one. */
async function actionsOf(ctx: Ctx, eyes: Ctx, customerId: string): Promise<Answer['actions']> {
  const { sight } = eyes
  const dictionary = await ctx.onlooker.dictionary()
  const reached = new Map<string, boolean>()
  const reaches = async (kind: string, verb: Verb) => {
    const key = `${kind} ${verb}`
    const known = reached.get(key) ?? (await customersWithin(eyes, verb, [customerId], kind)).has(customerId)
    reached.set(key, known)
    return known
  }
  const answers: Answer['actions'] = []
  const all = [
    ...[...ctx.registry.actions.values()].map((entry) => ({ definition: entry.definition, isQuestion: false })),
    ...[...ctx.registry.questions.values()].map((entry) => ({ definition: entry.definition, isQuestion: true })),
  ]
  for (const { definition: one, isQuestion } of all) {
    if (typeof one.about !== 'object' || one.about['customer'] === undefined) continue
    const asked: Asked = { ...one, isQuestion }
    const verb = verbOf(one, isQuestion)
    const kind = Object.keys(one.about).find((name) => name !== 'customer') ?? 'customer'
    const called = judgeCall(sight, asked, ctx.registry)
    const isAllowed = called === 'yes' && (sight.limits === null || one.about['customer'] === null || (await reaches(kind, verb)))
    const because = why(sight, asked, called, kind, verb, isAllowed, () => sayRows(sight, kind, verb, dictionary, ctx.shop, isAllowed))
    answers.push({ name: one.name, label: one.label, isQuestion, state: isAllowed ? 'allowed' : 'denied', because })
  }
  return answers
}

function why(sight: Sight, asked: Asked, called: string, kind: string, verb: Verb, isAllowed: boolean, rows: () => Because[]): Because[] {
  if (!sight.limits) return [sayStanding(roleWords[sight.role].label, roleWords[asked.role].label, isAllowed)]
  if (asked.right && !sight.limits.rights.has(asked.right)) return [sayMissing.right(asked.right)]
  if (!reachOf(sight.limits, kind, verb)) return [sayMissing.verb(kind, verb)]
  if (called === 'rights.not-everything') return [sayMissing.everything()]
  return rows()
}
