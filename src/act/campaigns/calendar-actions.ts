import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'

const other = z.object({ kind: z.enum(['campaign', 'journey']), id: z.uuid(), name: z.string(), at: z.string().nullable() })

export const readCalendar = defineQuestion({
  name: 'read-marketing-calendar',
  label: { zh: '营销日历', en: 'Marketing calendar' },
  help: { zh: '已发的、已排期的、节日和调休，一天一行。', en: 'What was sent and what is planned, with festivals, day by day.' },
  method: 'GET',
  path: '/marketing-calendar',
  role: 'member',
  about: { campaign: null, journey: null },
  input: z.object({ from: z.iso.date(), to: z.iso.date() }),
  output: z.object({
    today: z.string(),
    days: z.array(
      z.object({
        date: z.string(),
        lunar: words,
        festivals: z.array(words),
        work: z.enum(['off', 'work']).nullable().describe('放假或调休上班；空为平常 · A day off, or one worked for another; null as usual'),
        entries: z.array(
          z.object({
            kind: z.enum(['campaign', 'journey']),
            id: z.uuid(),
            name: z.string(),
            time: z.string().nullable(),
            state: z.enum(['planned', 'going', 'paused', 'sent', 'stopped', 'failed']),
            channel: z.string().nullable(),
            people: z
              .int()
              .nullable()
              .describe(
                '进行中的为受众人数，发完或停下的为已发出的人数 · The audience while it is under way, afterwards to whom it was sent',
              ),
            edition: z.int().nullable(),
          }),
        ),
      }),
    ),
  }),
})

export const findOverbooked = defineQuestion({
  name: 'find-overbooked',
  label: { zh: '谁被排得太满', en: 'Who is overbooked' },
  help: {
    zh: '未来 7 天里，被两个以上的活动或旅程排到的客户，以及两两重叠的人数。',
    en: 'Customers whom two or more campaigns or journeys plan to reach in the next 7 days, and how many each two share.',
  },
  method: 'GET',
  path: '/marketing-calendar/overbooked',
  role: 'member',
  about: { campaign: null, customer: null, journey: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    cap: z.int(),
    plans: z.array(other.extend({ people: z.int() })),
    pairs: z.array(z.object({ a: z.uuid(), b: z.uuid(), both: z.int() })),
    /** How many customers are in so many plans; index 0 is one plan. */
    spread: z.array(z.object({ plans: z.int(), people: z.int() })),
  }),
})

export const listOverbooked = defineQuestion({
  name: 'list-overbooked',
  label: { zh: '被排得太满的客户', en: 'Overbooked customers' },
  method: 'GET',
  path: '/marketing-calendar/overbooked/people',
  people: 'rows',
  role: 'member',
  about: { campaign: null, customer: null, journey: null },
  input: z.object({
    atLeast: z.coerce.number().int().min(1).max(50).optional(),
    a: z.uuid().optional(),
    b: z.uuid().optional(),
    after: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ rows: z.array(z.object({ id: z.guid(), name: z.string().nullable() })), next: z.string().nullable() }),
})
