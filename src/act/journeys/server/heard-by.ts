import { type RawBuilder, sql } from 'kysely'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import type { Listening } from '../triggers/trigger.ts'

/** A fact `e` that is listened to, as conditions. */
export function heardBy(listensTo: Listening, dictionary: Dictionary, moment: { now: Date; timeZone: string }): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [sql`e.kind = ${listensTo.event}::text`]
  for (const { field, values } of listensTo.among ?? []) conditions.push(sql`e.payload ->> ${field}::text = any(${values}::text[])`)
  const kind = dictionary.events.get(listensTo.event)
  if (listensTo.where && kind) conditions.push(compileRule(listensTo.where, payloadDictionary(dictionary, kind), moment))
  return sql.join(conditions, sql` and `)
}
