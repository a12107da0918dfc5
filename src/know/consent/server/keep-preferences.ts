import type { Language } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { openRequest } from '../../privacy/request-actions.ts'
import type { RequestKind } from '../../privacy/privacy.ts'
import { tagCustomers } from '../../tags/actions.ts'
import { keepConsentActs } from './record-consent.ts'
import type { Preferences } from './read-preferences.ts'

/** Where the form came from. */
export type Asker = { readonly ip: string; readonly agent: string; readonly language: Language }

/** What the form says: the switches as they stood on it, and those that are on now. */
export type Wanted = { readonly was: ReadonlyMap<string, boolean>; readonly on: ReadonlySet<string> }

export type Kept = { readonly changed: number; readonly guardianNeeded: boolean }

/**
 * Writes down what the customer changed on the page, and nothing that they left alone: what was changed elsewhere
 * meanwhile stays. For a child nothing is switched on.
 */
export async function keepPreferences(ctx: Ctx, { customerId, purposes, minor }: Preferences, wanted: Wanted, asker: Asker): Promise<Kept> {
  let changed = 0
  let guardianNeeded = false
  for (const { purpose, wording, switches } of purposes) {
    // What is off by a merge alone is not yet refused by them: their own no must outlast a parting.
    const touched = switches.filter(({ name, isOn, isCarried }) => {
      const wish = wanted.on.has(name)
      return wanted.was.has(name) && wish !== wanted.was.get(name) && (wish !== isOn || (!wish && isCarried))
    })
    const allowed = touched.filter(({ name }) => !wanted.on.has(name) || !minor)
    guardianNeeded ||= allowed.length < touched.length
    changed += allowed.length
    for (const [isOff, same] of Map.groupBy(allowed, ({ name }) => !wanted.on.has(name))) {
      const state = isOff ? (purpose.optIn ? 'withdrawn' : 'refused') : 'given'
      const records = same.map(({ channel }) => ({
        customerId,
        purpose: purpose.code,
        channel,
        address: '',
        state,
        kind: purpose.kind,
        how: 'preferences',
        zone: ctx.shop.timeZone,
        place: 'preferences',
        ip: asker.ip,
        agent: asker.agent.slice(0, 300),
        version: wording?.version ?? null,
        wordingHash: wording?.hash ?? null,
        language: asker.language,
      })) satisfies Parameters<typeof keepConsentActs>[2]
      await keepConsentActs(ctx, purpose, records)
    }
  }
  return { changed, guardianNeeded }
}

/** Everything that can be switched off, off. */
export function withoutAny({ purposes }: Preferences): Wanted {
  const all = purposes.flatMap(({ switches }) => switches)
  return { was: new Map(all.map(({ name, isOn, isCarried }) => [name, isOn || isCarried])), on: new Set() }
}

/** Takes tags off the customer (Network Data Regulation 42). @returns how many */
export async function removeTags(ctx: Ctx, { customerId, tags }: Preferences, ids: readonly string[]): Promise<number> {
  const mine = tags.filter(({ id }) => ids.includes(id))
  for (const { id } of mine) await ctx.run(tagCustomers, { id, customerIds: [customerId], verb: 'remove' })
  return mine.length
}

/** A request to see, correct or erase, with its legal clock. */
export function askPrivacy(ctx: Ctx, customerId: string, kind: RequestKind): Promise<{ dueAt: string }> {
  return ctx.run(openRequest, { customerId, kind })
}
