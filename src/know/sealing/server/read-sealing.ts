import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { contactKinds, isContactKind } from '../../../core/kit/contact-token.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { newestContactKey } from '../../../platform/sealing/contact-keys.ts'
import { readContactWork } from '../../../platform/sealing/contact-work.ts'
import { countOlder, rewrapName } from '../../../platform/sealing/rotate-keys.ts'
import { sealedFieldsOf } from '../../../platform/sealing/seal-values.ts'
import { readSealingWork } from '../../../platform/sealing/sealing-work.ts'
import type { readSealing as definition } from '../actions.ts'

const keyWords: Words = { zh: '客户的密钥', en: 'Customers’ keys' }

export async function readSealing(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { sealing } = ctx.services
  const card = ctx.card('customer')
  const version = sealing.version()
  const { rows: made } = await sql<{ at: Date }>`select made_at as at from sealing_keys where version = ${version}`.execute(ctx.db)
  const { rows: people } = await sql<{ n: number }>`select count(*) as n from person_keys`.execute(ctx.db)
  const works = await readSealingWork(ctx.db)
  const contacts = await readContactWork(ctx.db)
  const labelOf = (name: string): Words => card.fields.get(name.replace(/^field:/, ''))?.field.label ?? { zh: name, en: name }
  return {
    keysIn: sealing.place,
    version,
    madeAt: made[0]?.at.toISOString() ?? null,
    people: people[0]?.n ?? 0,
    older: await countOlder(ctx.db, version),
    contactKey: await newestContactKey(ctx.db),
    contacts: contactKinds.map((kind) => {
      const work = contacts.find((each) => each.kind === kind)
      return {
        kind,
        label: { ...(card.fields.get(kind)?.field.label ?? { zh: kind, en: kind }) },
        sealed: work !== undefined && work.aim !== 'open',
        work:
          work && work.phase !== 'done'
            ? { aim: work.aim, phase: work.phase, done: Math.min(work.done, work.total), total: work.total, halted: work.haltedAt !== null }
            : null,
      }
    }),
    fields: sealedFieldsOf(card)
      .filter(({ name }) => !isContactKind(name))
      .map(({ name, field, custom }) => ({ name, label: { ...field.label }, custom: custom !== undefined })),
    work: works.map(({ name, doing, done, total, startedAt, endedAt }) => ({
      name,
      doing,
      done,
      total,
      label: { ...(name === rewrapName ? keyWords : labelOf(name)) },
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
  }
}
