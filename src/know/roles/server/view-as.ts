import { sql } from 'kysely'
import { type AnswerOf, type InputOf, isRole, verbOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { roleBody } from '../../../core/rights/role-body.ts'
import type { FieldRight, Verb } from '../../../core/rights/rights.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Card } from '../../../platform/actions/registry.ts'
import { makeContext } from '../../../platform/actions/services.ts'
import { countRecords, readRecord } from '../../../platform/records/find-records.ts'
import { type Asked, customersWithin, judgeCall, recordsWithin } from '../../../platform/rights/decide.ts'
import { readSight, readTelling } from '../../../platform/rights/read-sight.ts'
import { limitsOf, reachOf, type Sight } from '../../../platform/rights/sight.ts'
import { subjectsOf } from '../../../platform/rights/subjects.ts'
import { veiledThrough, withShapes } from '../../../platform/rights/veils.ts'
import { roleWords } from '../../shop/role-words.ts'
import type { viewAs as definition } from '../actions.ts'
import { type Because, type Kind, sayField, sayKind, sayMissing, sayRows, sayStanding } from './say-rights.ts'

type Answer = AnswerOf<typeof definition>
type State = Answer['row']['state']

/**
 * What somebody else, or somebody of a role, would see and do with one record, asked by the very function that decides for
 * them; and which rule of which role says so.
 * @throws Problem record.missing, user.missing, role.missing, input.invalid for a kind that there is not
 */
export async function viewAs(ctx: Ctx, input: InputOf<typeof definition>): Promise<Answer> {
  const { kind, id } =
    input.customerId === undefined ? { kind: input.kind ?? '', id: input.recordId ?? '' } : { kind: 'customer', id: input.customerId }
  const sight = await sightOf(ctx, input)
  const eyes = await makeContext(ctx.services, { ...ctx.actor, id: 'system:view-as', userId: null }, ctx.source, {
    db: ctx.services.database.questions,
    client: null,
    sight,
  })
  const full = ctx.onlooker.cards.get(kind)
  if (!full) throw new Problem('input.invalid', { path: 'kind', reason: { zh: '没有这种记录', en: 'is no kind of record here' } })
  const whole = await readRecord(ctx, ctx.card(kind), id)
  if (!whole) throw new Problem('record.missing', { what: full.entity.label })
  const record = await readRecord(eyes, eyes.card(kind), id)
  const mayRead = judgeCall(sight, { role: 'member', about: { [kind]: null }, method: 'GET', isQuestion: true }, ctx.registry) === 'yes'
  const seen = record !== null && mayRead ? record : null
  const rows = isOfCustomers(full) ? sayRows : sayKind
  const dictionary = await ctx.onlooker.dictionary()
  return {
    limited: sight.limits !== null,
    count: mayRead ? await countRecords(eyes, eyes.card(kind), {}) : 0,
    row: { state: seen ? 'allowed' : 'hidden', because: rows(sight, kindOf(ctx, kind), 'read', dictionary, ctx.shop, seen !== null) },
    fields: fieldsOf(ctx, full, sight, { whole, seen }),
    actions: kind === 'customer' ? await actionsOf(ctx, eyes, id) : await recordActionsOf(ctx, eyes, full, id),
  }
}

/** Rows of customers, and of what hangs on one, are narrowed by whose the customer is. */
const isOfCustomers = ({ entity }: Card): boolean =>
  entity.name === 'customer' || Object.values(entity.fields).some((field) => field.type === 'reference' && field.to === 'customer')

type Looked = { readonly whole: Row; readonly seen: Row | null }
type Row = Readonly<Record<string, unknown>>

function fieldsOf(ctx: Ctx, full: Card, sight: Sight, { whole, seen }: Looked): Answer['fields'] {
  const rights = sight.limits ? withShapes(sight.limits) : new Map<string, FieldRight>()
  // Whoever is limited oneself sees no value through another's eyes.
  const shows = ctx.sight.limits === null
  const isCustomer = full.entity.name === 'customer'
  return [...full.fields.values()].map(({ name, field }) => {
    const told = isCustomer ? name : toldBy(full.entity.name, name, whole)
    const state: State = !seen
      ? 'hidden'
      : isCustomer
        ? (rights.get(name) ?? 'allowed')
        : stateBySight(whole[name], seen[name], rights.get(told ?? ''))
    const through = isCustomer && sight.limits ? veiledThrough(sight.limits, name) : undefined
    const value = shows && seen && state !== 'hidden' ? (seen[name] ?? null) : null
    return {
      name,
      label: field.label,
      state,
      value,
      because: sayField(
        sight,
        through ?? told ?? name,
        seen !== null,
        through === undefined ? undefined : full.fields.get(through)?.field.label,
      ),
    }
  })
}

/** What of another record tells a field of the customer, by its kind. */
const tellsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  contact: { name: 'name', company: 'name', phone: 'phone', email: 'email', wechat: 'wechat' },
}
const ofChannel: Readonly<Record<string, string>> = { email: 'email', sms: 'phone', task: 'phone' }

/** The customer's field that a field of another record tells, if it does. */
function toldBy(kind: string, name: string, whole: Row): string | undefined {
  return kind === 'message' && name === 'address' ? ofChannel[String(whole['channel'])] : tellsOf[kind]?.[name]
}

/**
 * Of what hangs on a customer a field is as narrow as what is seen of it; where nothing stands there, as what it would tell of the
 * customer.
 */
function stateBySight(whole: unknown, seen: unknown, right: FieldRight | undefined): State {
  const isSame = JSON.stringify(whole ?? null) === JSON.stringify(seen ?? null)
  if (isSame) return (whole ?? '') === '' && (right === 'hidden' || right === 'masked') ? right : 'allowed'
  return seen === null || seen === undefined ? 'hidden' : 'masked'
}

async function sightOf(ctx: Ctx, { userId, roleId, body }: InputOf<typeof definition>): Promise<Sight> {
  if (userId !== undefined) {
    const { rows } = await sql<{ name: string; role: string }>`select name, role from auth.users where id = ${userId}`.execute(ctx.db)
    const user = rows[0]
    if (!user || !isRole(user.role)) throw new Problem('user.missing')
    return readSight(ctx.services, { kind: 'user', id: `user:${userId}`, userId, name: user.name, role: user.role })
  }
  if (body !== undefined) return withBody(ctx, '', '草稿 Draft', body)
  const { rows } = await sql<{
    name: string
    standing: string | null
    body: unknown
  }>`select name, standing, body from roles where id = ${roleId ?? null}`.execute(ctx.db)
  const role = rows[0]
  if (!role) throw new Problem('role.missing')
  if (role.standing !== null && isRole(role.standing)) return { role: role.standing, limits: null }
  return withBody(ctx, roleId ?? '', role.name, roleBody.parse(role.body))
}

/** Somebody of whom nothing is known but the role: looks after nobody, and nothing is shared with them. */
async function withBody({ db, registry }: Ctx, id: string, name: string, body: ReturnType<typeof roleBody.parse>): Promise<Sight> {
  const nobody = { userId: '00000000-0000-0000-0000-000000000000', reports: [], department: [], teams: [], shared: [] }
  return { role: 'member', limits: limitsOf([{ id, name, body }], nobody, await readTelling(registry, db)) }
}

type About = Extract<Asked['about'], object>
/** What an action takes of a record: by the rows of which kind it is judged, and whether this one is among them. */
type Touch = { readonly kind: string; readonly reaches: (verb: Verb) => Promise<boolean> }

/** What can be done with a record of another kind. */
function recordActionsOf(ctx: Ctx, eyes: Ctx, { entity }: Card, id: string): Promise<Answer['actions']> {
  const rows = isOfCustomers(ctx.card(entity.name)) ? sayRows : sayKind
  const reaches = async (verb: Verb) => (await recordsWithin(eyes, verb, entity.name, [id])).has(id)
  return tellActions(ctx, eyes, rows, ({ [entity.name]: place }) =>
    place === undefined || place === null || place === '*' ? null : { kind: entity.name, reaches },
  )
}

/** What can be done with a customer, or with what hangs on one. */
function actionsOf(ctx: Ctx, eyes: Ctx, customerId: string): Promise<Answer['actions']> {
  const reached = new Map<string, boolean>()
  const reaches = async (kind: string, verb: Verb) => {
    const key = `${kind} ${verb}`
    const known = reached.get(key) ?? (await customersWithin(eyes, verb, [customerId], kind)).has(customerId)
    reached.set(key, known)
    return known
  }
  return tellActions(ctx, eyes, sayRows, (about) => {
    if (about['customer'] === undefined) return null
    const kind = Object.keys(about).find((name) => name !== 'customer') ?? 'customer'
    return { kind, reaches: async (verb) => about['customer'] === null || reaches(kind, verb) }
  })
}

async function tellActions(
  ctx: Ctx,
  { sight }: Ctx,
  rows: typeof sayRows,
  touchedBy: (about: About) => Touch | null,
): Promise<Answer['actions']> {
  const dictionary = await ctx.onlooker.dictionary()
  const answers: Answer['actions'] = []
  for (const { definition: one, isQuestion } of everything(ctx)) {
    const touch = typeof one.about === 'object' ? touchedBy(one.about) : null
    if (!touch) continue
    const asked: Asked = { ...one, isQuestion }
    const verb = verbOf(one, isQuestion)
    const called = judgeCall(sight, asked, ctx.registry)
    const isAllowed = called === 'yes' && (sight.limits === null || (await touch.reaches(verb)))
    const kind = kindOf(ctx, touch.kind)
    const because = whyAtAll(sight, { asked, called, kind, verb, isAllowed }) ?? rows(sight, kind, verb, dictionary, ctx.shop, isAllowed)
    answers.push({ name: one.name, label: one.label, isQuestion, state: isAllowed ? 'allowed' : 'denied', because })
  }
  return answers
}

const kindOf = ({ registry }: Ctx, name: string): Kind =>
  subjectsOf(registry).find((one) => one.name === name) ?? { name, label: { zh: name, en: name } }

const everything = ({ registry }: Ctx) => [
  ...[...registry.actions.values()].map((entry) => ({ definition: entry.definition, isQuestion: false })),
  ...[...registry.questions.values()].map((entry) => ({ definition: entry.definition, isQuestion: true })),
]

type Judged = {
  readonly asked: Asked
  readonly called: string
  readonly kind: Kind
  readonly verb: Verb
  readonly isAllowed: boolean
}

/** What decides before the rows do; null where they decide. */
function whyAtAll(sight: Sight, { asked, called, kind, verb, isAllowed }: Judged): Because[] | null {
  if (!sight.limits) return [sayStanding(roleWords[sight.role].label, roleWords[asked.role].label, isAllowed)]
  if (asked.right && !sight.limits.rights.has(asked.right)) return [sayMissing.right(asked.right)]
  if (!reachOf(sight.limits, kind.name, verb)) return [sayMissing.verb(kind.label, verb)]
  if (called === 'rights.not-everything') return [sayMissing.everything()]
  if (called === 'rights.figures-hidden') return [sayMissing.figures()]
  return null
}
