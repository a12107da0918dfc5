import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { checkKeys } from '../../../platform/sealing/check-keys.ts'
import { readSealedContacts } from '../../../platform/sealing/contact-work.ts'
import { rotateKeys } from '../../../platform/sealing/rotate-keys.ts'
import { startSealingWork } from '../../../platform/sealing/sealing-work.ts'
import * as definitions from '../actions.ts'
import { sealingSwitchProblems } from '../problems.ts'
import { contactsTick } from './contacts-tick.ts'
import { haltSealing, renewContactKey, sealContacts } from './switch-contacts.ts'
import { readSealing } from './read-sealing.ts'
import { renewPersonKey } from './renew-person-key.ts'
import { sealingTick } from './sealing-tick.ts'

export const sealingFeature: Feature = {
  name: 'sealing',
  problems: sealingSwitchProblems,
  actions: [
    handleAction(definitions.rotateSealingKeys, rotateKeys),
    handleAction(definitions.sealContacts, sealContacts),
    handleAction(definitions.haltSealing, haltSealing),
    handleAction(definitions.renewContactKey, renewContactKey),
    handleAction(definitions.renewPersonKey, renewPersonKey),
  ],
  questions: [answerQuestion(definitions.readSealing, readSealing)],
  ticks: [sealingTick, contactsTick],
  sealedContacts: readSealedContacts,
  // A merged record keeps its key: its values wait with the merge, sealed under it.
  merging: [{ table: 'person_keys', how: 'by-hand' }],
  begin: async (ctx) => {
    await checkKeys(ctx)
    await sealOldIdCards(ctx)
  },
}

/** ID card numbers that an earlier version kept in plain are sealed in portions. */
async function sealOldIdCards(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from customers where id_card is not null and split_part(id_card, '.', 3) = ''`.execute(ctx.db)
  const total = rows[0]?.n ?? 0
  if (total > 0) await startSealingWork(ctx, { name: 'field:idCard', doing: 'seal', total })
}
