import { sealedParts } from '../../../core/kit/sealed-text.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readPersonKeys } from '../../../platform/sealing/person-keys.ts'
import { customerOf } from '../../../platform/sealing/sealing.ts'

/** Opens every sealed value of these people within rows, at whatever depth; one whose key is gone reads as nothing. */
export async function openSealed(
  ctx: Ctx,
  ids: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<Record<string, unknown>[]> {
  const keys = await readPersonKeys(ctx.services, ctx.db, ids)
  return rows.map((row) => openIn(ctx, keys, row))
}

type Keys = ReadonlyMap<string, Buffer>

const openIn = (ctx: Ctx, keys: Keys, row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, openDeep(ctx, keys, name, value)]))

function openDeep(ctx: Ctx, keys: Keys, name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => openDeep(ctx, keys, name, item))
  if (typeof value === 'object' && value !== null) return openIn(ctx, keys, Object.fromEntries(Object.entries(value)))
  const parts = sealedParts(value)
  if (!parts) return typeof value === 'string' ? ctx.services.sealing.openContacts(value) : value
  const owner = customerOf(parts.whose)
  const key = keys.get(owner)
  if (!key) return null
  const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  for (const bound of [column, `custom.${name}`]) {
    try {
      return ctx.services.sealing.open(key, owner, bound, parts)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }
  return null
}
