import { wishes } from './birthday.ts'
import { days, send } from './parts.ts'
import type { ReadyJourney } from './ready-journey.ts'

export const lunarBirthday: ReadyJourney = {
  key: 'lunar-birthday',
  group: 'days',
  name: { zh: '农历生日', en: 'Lunar birthday' },
  what: {
    zh: '农历生日当天早上送上祝福。闰月生日在有闰月的年份过闰月，没有则过平月；没有三十的月份在廿九。',
    en: 'Wishes on the morning of the lunar birthday: in the leap month where the year has it, else in the ordinary one; the thirtieth on the last day of a month of 29.',
  },
  effect: {
    zh: '长辈客户多的店，比公历生日更对胃口。效果要攒一年才看得清。',
    en: 'Where many customers are elderly it is the birthday that counts. Its effect takes a year to show.',
  },
  needs: [
    {
      kind: 'field',
      field: 'lunarBirthday',
      how: { zh: '建档或导入时填写农历生日，如“八月十五”。', en: 'Enter lunar birthdays when adding or importing customers, e.g. 8-15.' },
    },
    { kind: 'mail' },
    { kind: 'consent', purpose: 'marketing' },
  ],
  messages: { wishes: wishes({ zh: '农历生日祝福', en: 'Lunar birthday wishes' }) },
  definition: {
    trigger: {
      kind: 'date',
      field: 'lunarBirthday',
      repeat: 'yearly',
      days: 0,
      time: '09:30',
      leapMonth: 'leap-or-plain',
      thirtieth: 'last-day',
    },
    // Lunar years are 354 or 384 days long.
    reentry: { after: days(300) },
    holdout: 10,
    intent: { zh: '生日', en: 'birthday' },
    priority: 79,
    steps: [send('wishes', 'wishes')],
  },
}
