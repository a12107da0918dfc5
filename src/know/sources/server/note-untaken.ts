import { makeContext, readShop, type Services } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { countTaken, noTaken } from './count-taken.ts'
import type { Wrong } from '../read-message.ts'
import type { Source } from './find-source.ts'
import { keepNotes } from './keep-notes.ts'
import { actorOf } from './take-messages.ts'

/** Tells the owner of what was sent and is not kept: nobody knows who sent it, or nobody could read it. */
export async function noteUntaken(services: Services, hook: Source, reason: Wrong): Promise<void> {
  await readShop(services.database)
  await inTransaction(services.database, async (place) => {
    const ctx = await makeContext(services, actorOf(hook), hook.name, place)
    const note = { refused: true, reason, message: null }
    await keepNotes(ctx, hook, [note])
    await countTaken(ctx, hook, { messages: [], notes: [note], asOne: 'untaken' }, noTaken)
  })
}
