import type { Words } from '../../../core/kit/words.ts'
import { type FeatureName, type Figures, usualGap } from './features.ts'

/** Where somebody stands among all buyers: the share of them that have less, 0 to 1. */
type Said = (of: Figures, above: number) => Words

const standing = (above: number, words: { readonly more: Words; readonly less: Words; readonly alike: Words }): Words =>
  above >= 0.7 ? words.more : above <= 0.3 ? words.less : words.alike

const amongAll = (above: number): Words =>
  standing(above, {
    more: { zh: '，高于多数客户', en: ', more than most customers' },
    less: { zh: '，低于多数客户', en: ', less than most customers' },
    alike: { zh: '，和多数客户差不多', en: ', about as most customers' },
  })

const and = (words: Words, more: Words): Words => ({ zh: `${words.zh}${more.zh}。`, en: `${words.en}${more.en}.` })
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
const daysEn = (count: number) => (count === 1 ? '1 day' : `${count} days`)

const visits =
  (days: 30 | 90, of: (figures: Figures) => number): Said =>
  (figures, above) => {
    const count = of(figures)
    if (count === 0) return { zh: `最近 ${days} 天没有来过。`, en: `Has not come in the last ${days} days.` }
    return and({ zh: `最近 ${days} 天来了 ${count} 次`, en: `Came ${times(count)} in the last ${days} days` }, amongAll(above))
  }

const recency: Said = ({ recency: days }, above) =>
  and(
    days === 0 ? { zh: '今天刚来过', en: 'Came today' } : { zh: `上次消费在 ${days} 天前`, en: `Last came ${daysEn(days)} ago` },
    standing(above, {
      more: { zh: '，比多数客户久', en: ', longer than most customers' },
      less: { zh: '，比多数客户近', en: ', more recently than most customers' },
      alike: { zh: '', en: '' },
    }),
  )

/** What each feature says of a person. */
export const sayFeature: Readonly<Record<FeatureName, Said>> = {
  recency,
  days: ({ days }, above) => and({ zh: `一共在 ${days} 天里消费过`, en: `Bought on ${daysEn(days)} in all` }, amongAll(above)),
  tenure: ({ tenure }, above) =>
    and(
      { zh: `第一次消费在 ${tenure} 天前`, en: `First bought ${daysEn(tenure)} ago` },
      standing(above, {
        more: { zh: '，是老客户', en: ', a customer of old' },
        less: { zh: '，是新客户', en: ', a new customer' },
        alike: { zh: '', en: '' },
      }),
    ),
  lateness: (of, above) => {
    const gap = usualGap(of)
    if (Number.isNaN(gap)) return { zh: '只来过一次，还没有自己的节奏。', en: 'Came once only, so there is no rhythm of their own yet.' }
    const usual = Math.max(1, Math.round(gap))
    if (of.recency <= gap)
      return {
        zh: `平时每 ${usual} 天来一次，${of.recency} 天前刚来过。`,
        en: `Usually comes every ${daysEn(usual)} and came ${daysEn(of.recency)} ago.`,
      }
    return and(
      {
        zh: `平时每 ${usual} 天来一次，已经 ${of.recency} 天没来`,
        en: `Usually comes every ${daysEn(usual)} and has been away for ${daysEn(of.recency)}`,
      },
      above >= 0.7 ? { zh: '，比多数客户拖得久', en: ', later than most customers' } : { zh: '', en: '' },
    )
  },
  days30: visits(30, (of) => of.days30),
  days90: visits(90, (of) => of.days90),
  trend: ({ days90, daysBefore90 }) =>
    Number.isNaN(daysBefore90)
      ? { zh: `最近 90 天来了 ${days90} 次。`, en: `Came ${times(days90)} in the last 90 days.` }
      : {
          zh: `最近 90 天来了 ${days90} 次，再前 90 天 ${daysBefore90} 次，${days90 > daysBefore90 ? '在变勤' : days90 < daysBefore90 ? '在变少' : '没有变化'}。`,
          en: `Came ${times(days90)} in the last 90 days and ${times(daysBefore90)} in the 90 before: ${days90 > daysBefore90 ? 'more and more' : days90 < daysBefore90 ? 'less and less' : 'no change'}.`,
        },
  spend: (_, above) => and({ zh: '每次的消费额', en: 'Amount of a visit' }, amountAmongAll(above)),
  products: (_, above) => and({ zh: '每次买的商品种类', en: 'Different products in a visit' }, amountAmongAll(above)),
  items: (_, above) => and({ zh: '每次买的件数', en: 'Pieces bought in a visit' }, amountAmongAll(above)),
  refunds: ({ refunds }) =>
    refunds === 0
      ? { zh: '没有退过货。', en: 'Has returned nothing.' }
      : {
          zh: `退过 ${refunds} 次货（常退货的往往也是常来的客户）。`,
          en: `Returned something ${times(refunds)} (people who return things often tend to come often).`,
        },
  severalChannels: ({ severalChannels }) =>
    severalChannels > 0
      ? { zh: '在不止一个渠道买过。', en: 'Has bought through more than one channel.' }
      : { zh: '只在一个渠道买过。', en: 'Has bought through one channel only.' },
  interactions90: ({ interactions90 }, above) =>
    interactions90 === 0
      ? { zh: '最近 90 天没有往来。', en: 'No contact in the last 90 days.' }
      : and(
          { zh: `最近 90 天有 ${interactions90} 次往来`, en: `In contact ${times(interactions90)} in the last 90 days` },
          amongAll(above),
        ),
}

const amountAmongAll = (above: number): Words =>
  standing(above, {
    more: { zh: '高于多数客户', en: ': more than most customers' },
    less: { zh: '低于多数客户', en: ': less than most customers' },
    alike: { zh: '和多数客户差不多', en: ': about as most customers' },
  })
