import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isBelowAge, readAgeOfConsent } from '../../../platform/records/said-consents.ts'
import { readLines } from './read-consents.ts'
import { currentWordings, type Purpose, readPurposes, type Wording } from './purposes.ts'

/** One thing that can be switched: a purpose by one channel, or a purpose that goes by none. `isCarried`: off by a merge alone. */
export type Switch = { readonly name: string; readonly channel: string; readonly isOn: boolean; readonly isCarried: boolean }

export type Preferences = {
  readonly customerId: string
  readonly purposes: readonly { readonly purpose: Purpose; readonly wording: Wording | undefined; readonly switches: readonly Switch[] }[]
  /** A guardian must agree for them: nothing can be switched on here. */
  readonly minor: boolean
  readonly tags: readonly { readonly id: string; readonly name: string }[]
  readonly requests: boolean
}

/**
 * What the customer may switch, and nothing else about them: by the channels by which they can be reached, or by which
 * they once agreed. Null where the customer is gone.
 */
export async function readPreferences(ctx: Ctx, customerId: string): Promise<Preferences | null> {
  const { rows } = await sql<{
    birthday: string | null
    kind: string
  }>`select birthday::text as birthday, kind from customers where id = ${customerId}`.execute(ctx.db)
  const [known] = rows
  if (!known) return null
  const purposes = (await readPurposes(ctx.db)).filter(({ shown, retired }) => shown && !retired)
  const wordings = await currentWordings(ctx.db)
  const lines = await readLines(ctx, customerId, purposes)
  const isOn = (optIn: boolean, state: string | null) => (optIn ? state === 'given' : state !== 'refused' && state !== 'withdrawn')
  return {
    customerId,
    minor: known.kind === 'person' && isBelowAge(known.birthday, await readAgeOfConsent(ctx.db), ctx.now),
    tags: await readTags(ctx, customerId),
    requests: ctx.registry.actions.has('open-request'),
    purposes: purposes.flatMap((purpose) => {
      const switches = lines
        .filter((line) => line.purpose === purpose.code && (line.channel === '' || line.address !== null || line.state !== null))
        .map((line) => ({
          name: `${purpose.code}:${line.channel}`,
          channel: line.channel,
          isOn: isOn(purpose.optIn, line.state),
          isCarried: line.how === 'merge' || line.how === 'unmerge',
        }))
      return switches.length === 0 ? [] : [{ purpose, wording: wordings.get(purpose.code), switches }]
    }),
  }
}

async function readTags(ctx: Ctx, customerId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select t.id, t.name from customer_tags ct join tags t on t.id = ct.tag_id
    where ct.customer_id = ${customerId} and t.retired_at is null order by lower(t.name)`.execute(ctx.db)
  return rows
}
