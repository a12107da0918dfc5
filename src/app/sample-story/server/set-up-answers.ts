import { sql } from 'kysely'
import type { Language, Words } from '../../../core/kit/words.ts'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import { createTodo } from '../../../know/todos/actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

type Answer = {
  readonly kind: 'reply' | 'complaint' | 'bounce'
  readonly daysAgo: number
  readonly words: Words
  readonly details?: object
}

const subject: Words = { zh: '回复：春茶上新', en: 'Re: The new spring tea' }

/** What came back by mail of late: one of each kind, most of them still open. */
const answers: readonly Answer[] = [
  {
    kind: 'reply',
    daysAgo: 0,
    words: { zh: '这款还有 250 克装吗？想买两盒送人。', en: 'Is it still there in 250 g? I want two boxes as a present.' },
  },
  {
    kind: 'reply',
    daysAgo: 1,
    words: {
      zh: '上次买的很好喝，谢谢推荐。什么时候有秋茶？',
      en: 'The last one was lovely, thank you. When will the autumn tea be there?',
    },
  },
  {
    kind: 'complaint',
    daysAgo: 3,
    words: { zh: '收件人把邮件标为垃圾邮件', en: 'Marked as spam by its receiver' },
    details: { sort: 'abuse', recipient: null },
  },
  {
    kind: 'bounce',
    daysAgo: 4,
    words: { zh: '550 5.1.1 收件人不存在', en: '550 5.1.1 no such user' },
    details: { sort: 'hard', code: '5.1.1', recipient: null },
  },
]

const calls: readonly { readonly title: Words; readonly script: Words; readonly inDays: number }[] = [
  {
    title: { zh: '收货后回访', en: 'Ask how the order was' },
    script: {
      zh: '您好，我是茶店的小陈。您上周订的茶收到了吗？\n① 问包装和口味\n② 提醒避光密封保存\n③ 满意的话，请客人打个分（1 到 5）',
      en: 'Hello, this is the tea shop. Did last week’s order arrive?\n1. Ask about the box and the taste\n2. Remind them to keep it dark and closed\n3. Ask for a mark from 1 to 5',
    },
    inDays: 0,
  },
  {
    title: { zh: '久未光顾，问候一声', en: 'Not seen for long: say hello' },
    script: {
      zh: '您好，好久没见您来了，最近还喝茶吗？\n① 先问近况，不推销\n② 提一句今年的新茶\n③ 约个方便的时间再联系',
      en: 'Hello, we have not seen you for a while.\n1. Ask how they are, and sell nothing\n2. Mention this year’s new tea\n3. Agree on a time to speak again',
    },
    inDays: -2,
  },
]

/** Answers of customers who have an e-mail, and calls to customers who have a phone, for whoever tries the sample. */
export async function setUpAnswers(ctx: Ctx, reader: string | null, language: Language): Promise<void> {
  const { rows } = await sql<{
    id: string
    name: string | null
    email: string | null
    phone: string | null
  }>`select id, name, email, phone from customers
    where code is not null and kind = 'person' and email is not null and phone is not null order by code limit 12`.execute(ctx.db)
  for (const [at, { kind, daysAgo, words, details = {} }] of answers.entries()) {
    const customer = rows[at]
    if (!customer) return
    const received = new Date(ctx.now.getTime() - daysAgo * 86_400_000 - 3_600_000)
    await sql`insert into inbound_mails (customer_id, id, kind, state, from_address, from_name, subject, body, details, received_at, recorded_at)
      values (${customer.id}, ${ctx.newId()}, ${kind}, ${kind === 'bounce' ? 'done' : 'open'}, ${kind === 'reply' ? customer.email : null}, ${kind === 'reply' ? customer.name : null},
        ${kind === 'reply' ? subject[language] : ''}, ${words[language]}, ${JSON.stringify(details)}::jsonb, ${received}, ${received})`.execute(
      ctx.db,
    )
    if (kind === 'bounce')
      await sql`insert into email_holds (customer_id, address, held_at, sort, code, said, bounced_at)
        values (${customer.id}, ${customer.email}, ${received}, 'hard', '5.1.1', ${words[language]}, ${received}) on conflict do nothing`.execute(
        ctx.db,
      )
  }
  for (const [at, { title, script, inDays }] of calls.entries()) {
    const customer = rows[answers.length + at]
    if (!customer) return
    const dueAt = addDays(localDate(ctx.now, ctx.shop.timeZone), inDays)
    await ctx.run(createTodo, { customerId: customer.id, title: title[language], script: script[language], assigneeId: reader, dueAt })
  }
}
