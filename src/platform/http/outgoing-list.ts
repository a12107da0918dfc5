import { z } from 'zod'
import { isListed, type Reach } from '../../core/kit/outgoing-doors.ts'
import type { Services } from '../actions/services.ts'
import type { Database } from '../database/connect.ts'
import { keptSetting } from '../database/kept-setting.ts'

/** Kept as the setting `outgoing`. One that cannot be read lets nothing through. */
const keptList = z.object({ enabled: z.boolean(), hosts: z.array(z.string()) })
export type OutgoingList = z.output<typeof keptList>

const off: OutgoingList = { enabled: false, hosts: [] }
const list = keptSetting({ name: 'outgoing', forMs: 1_000, parse: (value) => (value === undefined ? off : keptList.parse(value)) })

/** Read again at most once a second, for every connection asks. */
export const readOutgoing = list.read
/** After it was written. */
export const forgetOutgoing = list.forget

/** Whether a host may be connected to: asked by every door that goes out, of each host on the way, before its name is looked up. */
export type MayReach = (host: string) => Promise<boolean>

/** Asked over the questions' connections: who fetches a token holds one of the others, under a lock that more may wait for. */
export const mayReachBy =
  (database: Database): MayReach =>
  async (host) => {
    const { enabled, hosts } = await readOutgoing(database, database.questions)
    return !enabled || isListed(hosts, host)
  }

/** What is connected to as things are set, and whether the list has it. */
export async function readReaches(services: Services): Promise<(Reach & { readonly listed: boolean })[]> {
  const { hosts } = await readOutgoing(services.database, services.database.questions)
  const found: Reach[] = []
  for (const { reaches } of services.registry.features) if (reaches) found.push(...(await reaches(services)))
  return found.map((reach) => ({ ...reach, listed: isListed(hosts, reach.host) }))
}
