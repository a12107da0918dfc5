import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'
import { dueInput } from '../../know/todos/due.ts'
import { inboundKinds } from './inbound-mail.ts'

const id = z.uuid()
const changed = z.object({ id, state: z.enum(['open', 'done']) })

export const listInbound = defineQuestion({
  name: 'list-inbound',
  label: { zh: '来信', en: 'Mails that came in' },
  help: {
    zh: '客户的回复、退订要求、投诉和退信。known=false 为还不知道是哪位客户的。',
    en: 'Replies, wishes to get no more, complaints and bounces. `known=false`: those of whom nobody knows yet.',
  },
  method: 'GET',
  path: '/inbound',
  role: 'member',
  about: { interaction: null, customer: 'customerId' },
  people: 'mails',
  input: z.strictObject({
    state: z.enum(['open', 'done', 'all']).default('open'),
    kind: z.enum(inboundKinds).optional(),
    known: z.stringbool().optional(),
    customerId: id.optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    mails: z.array(
      z.object({
        id,
        kind: z.string(),
        state: z.enum(['open', 'done']),
        customerId: id.nullable(),
        customerName: z.string().nullable(),
        fromAddress: z.string().nullable(),
        fromName: z.string().nullable(),
        subject: z.string(),
        body: z.string(),
        /** Our message that it answers. */
        messageId: id.nullable(),
        messageSubject: z.string().nullable(),
        bounce: z.object({ sort: z.string(), code: z.string().nullable(), recipient: z.string().nullable() }).nullable(),
        receivedAt: z.string(),
        doneByName: z.string().nullable(),
        todoId: id.nullable(),
      }),
    ),
    open: z.int().describe('Of all that are open · 全部未处理的'),
    unknown: z.int().describe('Open, and of whom nobody knows · 未处理且不知道是谁的'),
    next: z.string().nullable(),
  }),
})

export const readInboxState = defineQuestion({
  name: 'read-inbox-state',
  label: { zh: '收信情况', en: 'How the inbox is read' },
  method: 'GET',
  path: '/inbound/state',
  role: 'member',
  about: { interaction: null },
  input: z.object({}),
  output: z.object({
    /** Whether there is an inbox to read. */
    isSet: z.boolean(),
    readAt: z.string().nullable(),
    caughtUpAt: z.string().nullable(),
    failure: z.object({ cause: z.string(), reason: z.string() }).nullable(),
  }),
})

export const finishInbound = defineAction({
  name: 'finish-inbound',
  label: { zh: '标为已处理', en: 'Mark a mail as dealt with' },
  method: 'POST',
  path: '/inbound/:id/finish',
  role: 'member',
  about: { inbound_mails: 'id' },
  input: z.strictObject({ id }),
  output: changed,
})

export const reopenInbound = defineAction({
  name: 'reopen-inbound',
  label: { zh: '重新打开来信', en: 'Reopen a mail' },
  method: 'POST',
  path: '/inbound/:id/reopen',
  role: 'member',
  about: { inbound_mails: 'id' },
  input: z.strictObject({ id }),
  output: changed,
})

export const linkInbound = defineAction({
  name: 'link-inbound',
  label: { zh: '归到客户', en: 'Say whose mail it is' },
  help: {
    zh: '来信记入这位客户的互动；若是要求退订，营销邮件的同意随即撤回。',
    en: 'It becomes an interaction of that customer; where it asks for no more, consent to marketing mail is withdrawn at once.',
  },
  method: 'POST',
  path: '/inbound/:id/link',
  role: 'member',
  about: { inbound_mails: 'id', customer: 'customerId' },
  input: z.strictObject({ id, customerId: id }),
  output: changed,
})

export const answerInbound = defineAction({
  name: 'answer-inbound',
  label: { zh: '建待办来答复', en: 'Make a to-do of answering it' },
  method: 'POST',
  path: '/inbound/:id/todo',
  role: 'member',
  about: { inbound_mails: 'id' },
  input: z.strictObject({
    id,
    title: soundText(500).optional(),
    dueAt: dueInput.nullable().optional(),
    assigneeId: z.string().max(100).nullable().optional(),
  }),
  output: z.object({ id, todoId: id }),
})

const address = z.string().trim().toLowerCase().min(3).max(320)

export const listEmailHolds = defineQuestion({
  name: 'list-email-holds',
  label: { zh: '因退信停发的邮箱', en: 'Addresses on hold because mails came back' },
  method: 'GET',
  path: '/inbound/holds',
  role: 'member',
  about: { customer: 'customerId' },
  people: 'holds',
  input: z.strictObject({
    customerId: id.optional(),
    after: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    holds: z.array(
      z.object({
        customerId: id,
        customerName: z.string().nullable(),
        address: z.string(),
        heldAt: z.string(),
        sort: z.string(),
        code: z.string().nullable(),
        said: z.string().nullable(),
        softBounces: z.int(),
      }),
    ),
    count: z.int(),
    next: z.string().nullable(),
  }),
})

export const releaseEmailHold = defineAction({
  name: 'release-email-hold',
  label: { zh: '恢复发送', en: 'Mail to the address again' },
  help: { zh: '确认邮箱能收信后再恢复；再退一次会重新停发。', en: 'Once the mailbox works again; if a mail comes back, it is held anew.' },
  method: 'POST',
  path: '/inbound/holds/release',
  role: 'member',
  about: { customer: 'customerId' },
  verb: 'change',
  input: z.strictObject({ customerId: id, address }),
  output: z.object({ released: z.boolean() }),
})
