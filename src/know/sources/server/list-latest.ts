import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { listLatest as definition } from '../actions.ts'
import { idOf } from '../read-message.ts'
import { visitorKey } from '../who-is-meant.ts'

type Row = { id: string; at: Date; kind: string; message: unknown }

/** Whose a message is, is asked anew each time: a visitor may have got a name, and two customers may have become one. */
export async function listLatest(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rows } =
    await sql<Row>`select id, at, kind, message from source_latest where source_id = ${id} order by id desc limit 30`.execute(ctx.db)
  const people = await readPeople(ctx, [...new Set(rows.flatMap((row) => keysOf(id, row.message)))])
  return {
    messages: rows.map(({ at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      who: keysOf(id, row.message).flatMap((key) => people.get(key) ?? [])[0] ?? null,
    })),
  }
}

function keysOf(sourceId: string, message: unknown): string[] {
  const { userId, anonymousId } = Object(message)
  const [user, visitor] = [idOf(userId), idOf(anonymousId)]
  return [...(user ? [identityKey('code', user)] : []), ...(visitor ? [visitorKey(sourceId, visitor)] : [])]
}

async function readPeople(ctx: Ctx, keys: readonly string[]) {
  const { rows } = await sql<{ key: string; id: string; name: string | null }>`select i.key, c.id, c.name
    from identities i join customers c on c.id = i.customer_id where i.key = any(${keys}::text[])`.execute(ctx.db)
  return new Map(rows.map(({ key, id, name }) => [key, { id, name }]))
}
