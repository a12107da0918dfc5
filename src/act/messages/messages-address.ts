import { z } from 'zod'
import { messageStates } from './message.ts'

const id = z.guid().optional()

/** What the outbox keeps in its address: which messages, and the one that is open. */
export const messagesSearch = z.object({
  state: z.enum(messageStates).optional(),
  reason: z.string().max(60).optional(),
  channel: z.string().max(30).optional(),
  journey: id,
  campaign: id,
  step: z.string().max(60).optional(),
  template: id,
  /** The open message, and whose it is. */
  message: id,
  customer: id,
})
export type MessagesSearch = z.output<typeof messagesSearch>
