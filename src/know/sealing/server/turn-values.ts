import { sealedParts } from '../../../core/kit/sealed-text.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asText, boundName } from '../../../platform/sealing/bound-name.ts'
import { personKeys, readPersonKeys } from '../../../platform/sealing/person-keys.ts'
import { fromText } from '../../../platform/sealing/seal-values.ts'
import { customerOf } from '../../../platform/sealing/sealing.ts'
import type { Doing } from '../../../platform/sealing/sealing-work.ts'
import type { Target } from './convert-target.ts'

/** `next`: the last customer of the portion, or null at the end of the place. */
export type Converted = { readonly next: string | null; readonly changed: number }

/** The value in its other form; undefined where it has that already, or can no longer be opened. */
export type Turn = (customerId: string, value: unknown) => unknown

export async function turner(ctx: Ctx, target: Target, doing: Doing, owners: readonly string[]): Promise<Turn> {
  const { sealing } = ctx.services
  const bound = boundName(target)
  const ids = [...new Set(owners)]
  const keys = doing === 'seal' ? await personKeys(ctx.services, ctx.db, ids) : await readPersonKeys(ctx.services, ctx.db, ids)
  return (customerId, value) => {
    const parts = sealedParts(value)
    if (doing === 'seal') {
      const key = keys.get(customerId)
      return parts || !key || value === null || value === undefined || value === ''
        ? undefined
        : sealing.seal(key, customerId, bound, asText(value))
    }
    const owner = parts && customerOf(parts.whose)
    const key = owner && keys.get(owner)
    return parts && owner && key ? fromText(target, sealing.open(key, owner, bound, parts)) : undefined
  }
}
