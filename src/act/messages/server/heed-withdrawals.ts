import { sql } from 'kysely'
import { consentChanged } from '../../../know/customers/events.ts'
import { consentRecorded } from '../../../know/consent/events.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'

/**
 * What waits for its hour is looked at anew once its customer has said something of consent: a no is obeyed at the door in any case,
 * and so it is seen at once, in the outbox and on their page, and not only in the morning. What may still go waits on as it did.
 * One that was tried already keeps its turn with the vendor; one that a worker holds is asked there.
 */
export const consentRefresher: Refresher = {
  name: 'messages-consent',
  refresh: async (ctx, news) => {
    if (news.everyone || news.ids.length === 0) return
    // The outbox holds messages and then the heads, we hold the heads: never wait for a message here.
    await sql`update messages m set due_at = ${ctx.now} from (
        select w.customer_id, w.id from messages w where ${news.among(sql.ref('w.customer_id'))} and w.state = 'queued' and w.attempts = 0
          and w.lease_until is null and w.due_at > ${ctx.now} and exists (
            select 1 from events e join log_heads h on h.customer_id = e.customer_id
            where e.customer_id = w.customer_id and e.seq > h.done and e.kind in (${consentChanged.name}, ${consentRecorded.name}))
        for update of w skip locked) found
      where m.customer_id = found.customer_id and m.id = found.id`.execute(ctx.db)
  },
}
