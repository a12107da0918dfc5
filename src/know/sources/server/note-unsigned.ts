import { makeContext, readShop, type Services } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { countTaken, noTaken } from './count-taken.ts'
import type { Source } from './find-source.ts'
import { keepNotes } from './keep-notes.ts'
import { tolerance, type Verdict } from './signatures/scheme.ts'
import { actorOf } from './take-messages.ts'

/** Tells the owner that somebody sent without a right signature. What was sent is not kept: anybody could have sent it. */
export async function noteUnsigned(services: Services, hook: Source, verdict: Verdict & { ok: false }): Promise<void> {
  await readShop(services.database)
  await inTransaction(services.database, async (place) => {
    const ctx = await makeContext(services, actorOf(hook), hook.name, place)
    const details = { header: verdict.header ?? '', minutes: tolerance.minutes }
    const note = { refused: true, reason: { code: verdict.why, details }, message: null }
    await keepNotes(ctx, hook, [note])
    await countTaken(ctx, hook, { messages: [], notes: [note], asOne: 'unsigned' }, noTaken)
  })
}
