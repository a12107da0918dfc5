import type { AnswerOf } from '../../../core/action/action.ts'
import { readHost } from '../../../core/kit/outgoing-doors.ts'
import { requireFresh } from '../../../platform/access/require-fresh.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { forgetOutgoing, readOutgoing as readList, readReaches } from '../../../platform/http/outgoing-list.ts'
import type { OutgoingSettings, readOutgoing as definition } from '../outgoing.ts'
import { writeSetting } from './write-setting.ts'

export async function readOutgoing({ services, db }: Ctx): Promise<AnswerOf<typeof definition>> {
  return { ...(await readList(services.database, db)), reaches: await readReaches(services) }
}

/** @throws Problem access.not-fresh */
export async function saveOutgoing(ctx: Ctx, { enabled, hosts }: OutgoingSettings): Promise<Done<Record<never, never>>> {
  requireFresh(ctx)
  await writeSetting(ctx, 'outgoing', { enabled, hosts: [...new Set(hosts.flatMap((host) => readHost(host) ?? []))].toSorted() })
  // Forgotten before the commit, the list of before might be read and kept once more.
  return {
    answer: {},
    afterCommit: async () => {
      forgetOutgoing(ctx.services.database)
      return {}
    },
  }
}
