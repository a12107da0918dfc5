import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Customs } from '../../../core/entity/field-type.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { sayRule } from '../../../core/rule/say-rule.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useAsk } from '../../../ui/data.tsx'
import { listJourneyActions } from '../actions.ts'
import { useTemplateNames } from './use-template-names.ts'

type StepAction = ReplyOf<typeof listJourneyActions>['actions'][number]

/** What a journey's words are made of: the names of fields, segments, stages, templates and actions. */
export type Known = {
  readonly dictionary: Dictionary
  readonly templates: ReadonlyMap<string, string>
  /** The channel that each template is written for. */
  readonly templateChannels: ReadonlyMap<string, string>
  /** Actions that may be steps, by name. */
  readonly actions: ReadonlyMap<string, StepAction>
  readonly customs: Customs
}

export function useKnown() {
  const customs = useCustoms()
  const words = useDictionary('customer')
  const templates = useTemplateNames()
  const doings = useAsk(listJourneyActions, {})
  const dictionary = words.data?.dictionary
  const names = templates.data
  const offered = doings.data?.actions
  const data = useMemo<Known | undefined>(
    () =>
      dictionary && names && offered
        ? {
            dictionary,
            customs,
            templates: names.names,
            templateChannels: names.channels,
            actions: new Map(offered.map((action) => [action.name, action])),
          }
        : undefined,
    [dictionary, names, offered, customs],
  )
  const refetch = () => void Promise.all([words.refetch(), templates.refetch(), doings.refetch()])
  return { data, error: words.error ?? templates.error ?? doings.error, refetch }
}

/** A name that may be written in one language alone. */
export const both = (name: Words | string): Words => (typeof name === 'string' ? { zh: name, en: name } : { zh: name.zh, en: name.en })

/** Both languages at once, from something that is said for one. */
export const inBoth = (customs: Customs, say: (customs: Customs) => string): Words => ({
  zh: say({ ...customs, language: 'zh' }),
  en: say({ ...customs, language: 'en' }),
})

export const saidRule = (rule: Rule, { dictionary, customs }: Known): Words => inBoth(customs, (one) => sayRule(rule, dictionary, one))

/** A fact by its name, with its particulars. */
export function sayFact({ event, where }: { readonly event: string; readonly where?: Rule | undefined }, known: Known): Words {
  const kind = known.dictionary.events.get(event)
  if (!kind) return { zh: '（还没有选择的行为）', en: 'something not chosen yet' }
  const inner = where ? saidRule(where, { ...known, dictionary: payloadDictionary(known.dictionary, kind) }) : null
  return { zh: `“${kind.label.zh}”${inner ? `（${inner.zh}）` : ''}`, en: `“${kind.label.en}”${inner ? ` (${inner.en})` : ''}` }
}

const weekdayWords: readonly Words[] = [
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
  { zh: '周日', en: 'Sun' },
]
/** 1 is Monday. */
export const sayWeekday = (day: number): Words => weekdayWords[day - 1] ?? both(String(day))
