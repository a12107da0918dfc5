import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Client } from './connect.ts'

/**
 * Feeds `copy … from stdin` over one connection, which may be inside a transaction (see `inTransaction`).
 * @param statement e.g. `copy purchases (customer_id, id) from stdin (format csv)`
 * @returns how many rows the server took
 */
export async function copyInto(client: Client, statement: string, source: AsyncIterable<Buffer | string>): Promise<number> {
  const stream = client.query(copyFrom(statement))
  await pipeline(Readable.from(source, { objectMode: false }), stream)
  return stream.rowCount
}
