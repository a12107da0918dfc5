import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Shop } from '../../../platform/actions/context.ts'
import type { Listening } from '../triggers/trigger.ts'

/** A kind of facts with what is asked of it, as a sentence in brackets. The dictionary names what payloads point to. */
export function sayFact({ event, where, among }: Listening, dictionary: Dictionary, { currency, timeZone }: Shop): Words {
  const kind = dictionary.events.get(event)
  if (!kind) return { zh: event, en: event }
  const rule = where ?? (among?.length ? { all: among.map(({ field, values }) => ({ field, op: 'is-one-of', value: values })) } : undefined)
  if (!rule) return kind.label
  const said = sayInBoth(rule, payloadDictionary(dictionary, kind), { currency, timeZone })
  return { zh: `${kind.label.zh}（${said.zh}）`, en: `${kind.label.en} (${said.en})` }
}
