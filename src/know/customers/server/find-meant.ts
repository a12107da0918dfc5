import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { giveesOf, type Sharer, sharerColumns, sharersOf } from '../../../platform/records/shared-keys.ts'
import { areApart, bearerNamed, type Named } from '../../identity/same-bearer.ts'
import { haveSameNumbers, type IdentityField, identityKeys } from '../identity-keys.ts'
import { inSight } from './refuse-unseen.ts'

type Sent = Readonly<Record<string, unknown>>
export type Key = { readonly field: IdentityField; readonly key: string }
export type Match = Named & Pick<Sharer, 'numbers'> & { readonly key: string; readonly customer_id: string }

/** Those whose the keys are that are taken, in the order of the keys. */
export async function ownersOf(ctx: Ctx, foreign: readonly Key[]): Promise<readonly Match[]> {
  if (foreign.length === 0) return []
  const { rows } = await sql<Match>`select i.key, i.customer_id, ${sharerColumns} from identities i
    left join customers c on c.id = i.customer_id where i.key = any(${foreign.map(({ key }) => key)}::text[])`.execute(ctx.db)
  return foreign.flatMap(({ key }) => rows.find((row) => row.key === key) ?? [])
}

export type Meant = { readonly id: string; readonly field: IdentityField }

/**
 * Whom a call means: by the strongest key whoever has it, unless that is a phone or an e-mail and they have another number of
 * their own, or are called quite otherwise and nothing else of theirs came. Of those who go by a phone together, a household or for whom it was given, whoever bears the name. Else somebody new: null.
 */
export async function findMeant(ctx: Ctx, sent: Sent, shared: ReadonlySet<string>, matches: readonly Match[]): Promise<Meant | null> {
  const households = await sharersOf(ctx.db, shared)
  for (const { field, key } of identityKeys(sent)) {
    const match = matches.find((each) => each.key === key)
    if (match && (await isOwner(ctx, sent, match, matches))) return { id: match.customer_id, field }
    if (!match && !shared.has(key)) continue
    const members = households.get(key)?.members ?? []
    const named = (await bearerOf(ctx, sent, key, members)) ?? (await bearerOfLocked(ctx, sent, key, members))
    if (named !== null) return { id: named, field }
  }
  return null
}

async function isOwner(ctx: Ctx, sent: Sent, match: Match, matches: readonly Match[]): Promise<boolean> {
  // To whom the owner is out of sight nothing may depend on what they are called: a name could be found out by trying.
  if ((await inSight(ctx, [{ id: match.customer_id }])).length === 0) return true
  if (!/^(?:phone|email):/.test(match.key)) return true
  const isAnother = !haveSameNumbers(match.numbers, sent)
  const isAlone = matches.filter((each) => each.customer_id === match.customer_id).length === 1
  if (!isAnother && (!isAlone || !areApart(match, namedBy(sent)))) return true
  await sql`select id from customers where id = ${match.customer_id} for no key update`.execute(ctx.db)
  return false
}

/** Whoever goes by a key and bears the name. Whose own numbers are others is another, whatever they are called. */
async function bearerOf(ctx: Ctx, sent: Sent, key: string, members: readonly Sharer[]): Promise<string | null> {
  const people = [...members, ...((await giveesOf(ctx.db, [key])).get(key) ?? [])]
  const once = [...new Map(people.map((each) => [each.id, each])).values()].filter(({ numbers }) => haveSameNumbers(numbers, sent))
  const named = bearerNamed(namedBy(sent), await inSight(ctx, once))
  return named === null || named === 'several' ? null : named.id
}

/** Before somebody new is made: of two calls at once the second sees whom the first has made. */
async function bearerOfLocked(ctx: Ctx, sent: Sent, key: string, members: readonly Sharer[]): Promise<string | null> {
  const [first] = members.map(({ id }) => id).toSorted()
  if (first === undefined) return null
  await sql`select id from customers where id = ${first} for no key update`.execute(ctx.db)
  return await bearerOf(ctx, sent, key, members)
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const namedBy = ({ name, shortName, kind }: Sent): Named => ({ name: text(name), shortName: text(shortName), kind: text(kind) })
