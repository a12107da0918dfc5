import { sql } from 'kysely'
import type { Client, Db } from '../../../platform/database/connect.ts'
import { copyInto } from '../../../platform/database/copy-into.ts'
import { keysOf } from '../match-keys.ts'
import type { Rules } from './match-rules.ts'
import type { KnownSubject } from './read-subjects.ts'

/** Stands for a customer who has nothing to be found by, so that it is not worked out again and again. */
const noKey = -1

/** Writes the keys of these customers in place of those they had. Fewer than some hundred go without a COPY. */
export async function keepKeys(
  { db, client }: { readonly db: Db; readonly client: Client },
  subjects: readonly KnownSubject[],
  { recipes, scheme }: Rules,
): Promise<void> {
  if (subjects.length === 0) return
  const ids = subjects.map(({ id }) => id)
  await sql`delete from match_keys where customer_id = any(${ids}::uuid[])`.execute(db)
  function* lines() {
    let text = ''
    for (const subject of subjects) {
      const keys = keysOf(subject, recipes)
      for (const key of keys.length > 0 ? keys : [noKey]) text += `${subject.id}\t${key}\t${subject.version}\t${scheme}\n`
      if (text.length > 65_536) {
        yield text
        text = ''
      }
    }
    if (text !== '') yield text
  }
  async function* source() {
    yield* lines()
  }
  await copyInto(client, 'copy match_keys (customer_id, key, version, scheme) from stdin', source())
}
