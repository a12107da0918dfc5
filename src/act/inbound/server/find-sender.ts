import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { messageOfAddress, messageOfMailId } from '../../../platform/channels/bounce-address.ts'
import { keptContact } from '../../../platform/sealing/contacts.ts'
import type { ParsedMail } from '../../../platform/channels/parse-mail.ts'
import type { Judged } from '../judge-mail.ts'

/** Our message that a mail is about, and whose it is. */
export type FoundMessage = {
  readonly customerId: string
  readonly id: string
  readonly address: string | null
  readonly purpose: string | null
}

/** By the address that the bounce came to, by what the mail answers, or by our mail inside of it. */
export async function findMessage(ctx: Ctx, mail: ParsedMail, judged: Judged): Promise<FoundMessage | null> {
  const ids = new Set(
    [...mail.to.map(messageOfAddress), ...mail.answers.map(messageOfMailId), ...innerIds(mail, judged)].filter((id) => id !== null),
  )
  for (const id of [...ids].slice(0, 20)) {
    const { rows } = await sql<{
      customer_id: string
      address: string | null
      purpose: string | null
    }>`select m.customer_id, m.address, t.purpose
      from messages m left join templates t on t.id = m.template_id where m.id = ${id} and m.channel = 'email'`.execute(ctx.db)
    if (rows[0]) return { customerId: rows[0].customer_id, id, address: rows[0].address, purpose: rows[0].purpose }
  }
  return null
}

/** A mail server's report holds our mail, or speaks of it; a person's mail may quote anything. */
function innerIds(mail: ParsedMail, { kind }: Judged): (string | null)[] {
  if (kind === 'reply' || kind === 'unsubscribe') return []
  const texts = [...mail.parts.map(({ text }) => text), mail.text]
  return texts.flatMap((text) => (text.match(/<[0-9a-f-]{36}@[^<>\s]{1,255}>/gi) ?? []).slice(0, 5).map(messageOfMailId))
}

/** The customer whom an address belongs to; null where nobody has it, or several share it. */
export async function customerOfAddress(ctx: Ctx, address: string | null): Promise<string | null> {
  if (address === null) return null
  const { rows } = await sql<{ customer_id: string }>`select i.customer_id from identities i join customers c on c.id = i.customer_id
    where i.key = ${`email:${keptContact(ctx, 'email', address.toLowerCase())}`}`.execute(ctx.db)
  return rows[0]?.customer_id ?? null
}
