import type { Ctx } from '../../../platform/actions/context.ts'
import type { Meaning } from '../who-is-meant.ts'

/** An alias of two known customers: what they contradict each other in, a person looks at. */
export async function joinSame(_ctx: Ctx, { same, notes }: Meaning): Promise<void> {
  for (const { message } of same) {
    const details = { from: message.previousId, to: message.userId, fields: { zh: '资料', en: 'details' } }
    notes.push({ message, refused: true, reason: { code: 'source.two-people', details } })
  }
}
