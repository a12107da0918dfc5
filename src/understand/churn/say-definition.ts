import type { Words } from '../../core/kit/words.ts'
import type { ChurnDefinition } from './definition.ts'

/** The definition in one sentence; `who` is the rule as a sentence, where there is one. */
export function sayDefinition({ kind, share, days, windowDays }: ChurnDefinition, who: Words | null): Words {
  const percent = Math.round(share * 100)
  const judged =
    kind === 'rhythm'
      ? {
          zh: `比自己 ${percent}% 的消费间隔都久没来，就算流失（不做个性化的客户按 ${days} 天）`,
          en: `Gone after longer than ${percent}% of one’s own gaps (after ${days} days where personalisation is refused)`,
        }
      : { zh: `超过 ${days} 天没有消费，就算流失`, en: `Gone after more than ${days} days without a purchase` }
  const among = who ? { zh: `；只看：${who.zh}`, en: `; only of those who: ${who.en}` } : { zh: '', en: '' }
  return {
    zh: `${judged.zh}${among.zh}；列入名单后 ${windowDays} 天内的消费计入“随后消费”。`,
    en: `${judged.en}${among.en}; what is bought within ${windowDays} days of coming onto the list counts as spent after.`,
  }
}
