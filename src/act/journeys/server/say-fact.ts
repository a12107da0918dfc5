import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import { isEverybody, type Rule } from '../../../core/rule/rule.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Shop } from '../../../platform/actions/context.ts'
import type { Listening } from '../triggers/trigger.ts'

/** A kind of facts with what is asked of it, as a sentence in brackets. The dictionary names what payloads point to. */
export function sayFact({ event, where, among }: Listening, dictionary: Dictionary, { currency, timeZone }: Shop): Words {
  const kind = dictionary.events.get(event)
  if (!kind) return { zh: event, en: event }
  const rule = where ?? { all: (among ?? []).map(({ field, values }) => amongThese(field, values)) }
  if (isEverybody(rule)) return kind.label
  const said = sayInBoth(rule, payloadDictionary(dictionary, kind), { currency, timeZone })
  return { zh: `${kind.label.zh}（${said.zh}）`, en: `${kind.label.en} (${said.en})` }
}

const amongThese = (field: string, values: readonly string[]): Rule =>
  values.length === 1 ? { field, op: 'is', value: values[0] } : { field, op: 'is-one-of', value: [...values] }
