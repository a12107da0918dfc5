import { defineExtension } from '../../core/entity/entity.ts'

/**
 * How often a customer comes, by their own purchases. Rules ask whether `lateAt` or `goneAt` is past: a number of days that
 * grows at midnight cannot be kept.
 */
export const customerRhythm = defineExtension({
  of: 'customer',
  table: 'rhythms',
  key: 'customer_id',
  fields: {
    rhythmDays: {
      type: 'number',
      label: { zh: '消费节奏', en: 'Rhythm of buying' },
      help: {
        zh: '平时隔多少天来一次：自己各次间隔的中位数，间隔少的客户向全店靠拢；店铺停业的日子不算，同一天的多笔算一次',
        en: 'How many days usually lie between visits: the middle of the customer’s own gaps, drawn towards everybody’s where few are known; days on which the shop was closed do not count, and one day is one visit',
      },
      unit: { zh: '天', en: 'days' },
      computed: true,
      sortable: true,
    },
    dueAt: {
      type: 'time',
      label: { zh: '按节奏该来的日子', en: 'Expected back' },
      help: { zh: '上次消费之后，过了平时的间隔', en: 'The last purchase and the usual gap' },
      computed: true,
      sortable: true,
    },
    lateAt: {
      type: 'time',
      label: { zh: '按节奏算晚的日子', en: 'Late day by own rhythm' },
      help: {
        zh: '从这天起，已经比自己 80% 的间隔都长；已过就是晚了。不做个性化的客户没有',
        en: 'From then on it is longer than 80% of their gaps; past means late. Unknown of whoever wants no personalisation',
      },
      computed: true,
      sortable: true,
    },
    goneAt: {
      type: 'time',
      label: { zh: '按节奏算流失的日子', en: 'Gone day by own rhythm' },
      help: {
        zh: '从这天起，已经比自己 95%（或流失页上所设比例）的间隔都长；已过就是流失了。不做个性化的客户没有',
        en: 'From then on it is longer than 95% of their gaps, or the share set under Leaving; past means gone. Unknown of whoever wants no personalisation',
      },
      computed: true,
      sortable: true,
    },
  },
})
