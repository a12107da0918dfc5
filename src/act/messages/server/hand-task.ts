import { Problem } from '../../../core/kit/problem.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { escalateAt } from '../../../know/todos/server/call-settings.ts'
import { createTodo } from '../../../know/todos/actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { outlastOutage } from '../../../platform/database/outage.ts'
import { assigneeOf } from './choose-assignee.ts'
import { beginMessages } from './begin-messages.ts'
import type { ClaimedMessage } from './claim-messages.ts'
import type { Made } from './make-content.ts'
import type { Outlet } from './read-outlets.ts'
import { settleMessages } from './settle-message.ts'
import { fieldsNamed } from './template-values.ts'

const longestTitle = 500
const longestScript = 10_000

/**
 * A message to a colleague becomes a to-do about its customer. Nothing outside is spoken to, so that the mark, the to-do and
 * the message's state are one transaction: it is done once, whenever the program dies.
 */
export async function handTask(services: Services, outlet: Outlet, message: ClaimedMessage, made: Made): Promise<void> {
  try {
    await outlastOutage(() => asSystem(services, 'outbox', (ctx) => makeTodo(ctx, outlet, message, made)))
  } catch (error) {
    // What cannot be a to-do must not stand before all that can.
    if (!(error instanceof Problem)) throw error
    const outcome = { state: 'refused', reason: error.code, cause: 'content' } as const
    const settled = [{ message, subject: made.subject, outcome, parts: 1 }]
    await outlastOutage(() => asSystem(services, 'outbox', (ctx) => settleMessages(ctx, outlet, settled)))
  }
}

async function makeTodo(ctx: Ctx, outlet: Outlet, message: ClaimedMessage, made: Made): Promise<void> {
  const here = { clock: () => ctx.now, database: { ...ctx.services.database, db: ctx.db } }
  // A transaction that broke is begun anew as a whole.
  const [begun] = await beginMessages(here, outlet.channel, [{ message, made }], { waits: [] })
  if (!begun) return
  const [ofTitle = []] = made.variables
  // A title is told in facts, mails and talks, to whoever reads those: what was filled in stands in the script, and follows who reads it.
  const isFilled = fieldsNamed(ctx, ofTitle).length > 0
  const words = made.content?.form === 'text' ? made.content.text : made.body
  const script = (isFilled ? `${made.subject}\n\n${words}` : words).trim().slice(0, longestScript).toWellFormed()
  const { id } = await ctx.run(createTodo, {
    customerId: message.customerId,
    // It may be nothing, or more than a to-do takes.
    title: ((isFilled ? '' : made.subject.trim()) || message.template.name).slice(0, longestTitle).toWellFormed(),
    ...(script === '' ? {} : { script }),
    filledFrom: fieldsNamed(ctx, made.variables.flat()),
    messageId: message.id,
    assigneeId: await assigneeOf(ctx, message),
    dueAt: localDate(ctx.now, ctx.shop.timeZone),
    escalateAt: await escalateAt(ctx),
    origin: { kind: 'journey' },
  })
  await settleMessages(ctx, outlet, [{ message: begun, subject: made.subject, outcome: { state: 'handed', reference: id }, parts: 1 }])
}
