import { createHash } from 'node:crypto'
import { lotId } from '../../core/kit/lot-id.ts'

/**
 * Where a vendor gives many messages of one request one id, a receipt tells them apart by the phone alone. Sixteen bits of a hash of
 * it stand in the message's reference: enough for the few of one lot, too few to tell the phone by.
 */
export function lotReference(lot: string, phone: string): string {
  const bare = phone.replace(/^\+|^00/, '').replace(/^86(?=1\d{10}$)/, '')
  return `${lot}.${createHash('sha256').update(`${lot}:${bare}`).digest('hex').slice(0, 4)}`
}

/** An id for a lot, under which no two of these phones look alike. */
export function lotFor(phones: readonly string[], newId: () => string): string {
  for (;;) {
    const lot = lotId(newId())
    if (new Set(phones.map((phone) => lotReference(lot, phone))).size === phones.length) return lot
  }
}
