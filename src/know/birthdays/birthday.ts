import { defineExtension } from '../../core/entity/entity.ts'

/**
 * When a person's birthday is next. By the solar birthday or the lunar one, whichever comes first; someone born on 29
 * February has it on the 28th in a common year, and a lunar day that a year lacks is kept as next-lunar.ts says.
 */
export const nextBirthday = defineExtension({
  of: 'customer',
  table: 'birthdays',
  key: 'customer_id',
  fields: {
    nextBirthday: {
      type: 'date',
      label: { zh: '下次生日', en: 'Next birthday' },
      help: {
        zh: '公历或农历生日，取先到的一个；2 月 29 日在平年为 2 月 28 日，闰月或三十在没有的年份提前到同月或月末',
        en: 'By the solar or the lunar birthday, whichever comes first; 29 February is the 28th in common years, and a lunar day that a year lacks is kept in the ordinary month or on its last day',
      },
      computed: true,
      sortable: true,
    },
  },
})
