import type { Words } from '../../core/kit/words.ts'

const percent = (share: number) => (share >= 0.995 ? '100%' : `${Math.max(1, Math.round(share * 100))}%`)

/** 买过“A”的客户中 63% 也买了（19/30 位） */
export function sayTogether(had: string, together: number, buyers: number): Words {
  const share = percent(together / Math.max(1, buyers))
  return {
    zh: `买过“${had}”的客户中 ${share} 也买了（${together}/${buyers} 位）`,
    en: `${share} of those who bought “${had}” bought it too (${together} of ${buyers})`,
  }
}

export const sayPopular = (buyers: number): Words => ({
  zh: `买的人多：${buyers} 位客户买过`,
  en: `Bought by many: ${buyers} customers`,
})

export const sayHad: Words = { zh: '以前买过，可能会再买', en: 'Bought before, and likely to be bought again' }

/** Where only what was bought before is asked for. */
export const sayNothingAgain: Words = {
  zh: '没有可再推荐的：还没买过商品，或买过的缺货、不再推荐、客户不感兴趣。',
  en: 'Nothing may be recommended again: nothing was bought yet, or it is out of stock, not to be recommended, or not wanted.',
}

export const sayNothing = {
  'not-made': { zh: '还没有算过推荐。', en: 'No recommendations were made yet.' },
  'no-personalisation': {
    zh: '这位客户选择了不做个性化推荐，因此没有推荐，消息里也不会出现。',
    en: 'This customer has asked for no personalisation: nothing is recommended, nor do messages show anything.',
  },
  restricted: {
    zh: '这位客户的个人信息目前限制处理，因此没有推荐。',
    en: 'This customer’s data may not be processed at present, so nothing is recommended.',
  },
  'nothing-left': {
    zh: '没有可推荐的：能推荐的都买过、缺货，或客户不感兴趣。',
    en: 'Nothing is left to recommend: all was bought, is out of stock, or is not wanted.',
  },
} as const satisfies Record<string, Words>
