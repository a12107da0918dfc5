import { z } from 'zod'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { sayMemberReason } from '../why-member.ts'

const kept = z.object({ code: z.string(), details: z.record(z.string(), z.unknown()).optional() })
const sayable = z.union([z.string(), z.number()])

/** Why an edition did not go out, or not whole; null where it did. */
export function sayFailure({ registry }: Pick<Ctx, 'registry'>, failure: unknown): Words | null {
  const read = kept.safeParse(failure).data
  if (!read) return null
  const card = registry.problems.get(read.code)
  if (!card) return sayMemberReason({ code: read.code })
  const details = Object.fromEntries(
    Object.entries(read.details ?? {}).flatMap(([name, value]) => {
      const said = sayable.safeParse(value).data
      return said === undefined ? [] : [[name, said] as const]
    }),
  )
  return fillBoth(card.words, details)
}
