import { timingSafeEqual } from 'node:crypto'
import type { Services } from '../../../platform/actions/services.ts'
import { vendorOf } from '../channel-kinds.ts'
import type { AccountRow } from './account-rows.ts'

/** A vendor that does not sign is told a key that nobody else knows; it is the same as long as the installation's own key is. */
const keyOf = ({ secrets }: Pick<Services, 'secrets'>, id: string) =>
  secrets.sign('channel-callback', id).toString('base64url').slice(0, 32)

/** Where the vendor of this account calls us; null where it does not. */
export function callbackAddress(services: Services, { id, channel, vendor }: AccountRow): string | null {
  const callback = vendorOf(channel, vendor)?.callback
  if (!callback) return null
  const address = `${services.publicUrl().replace(/\/+$/, '')}/in/channel/${id}`
  return callback.isSigned ? address : `${address}?key=${keyOf(services, id)}`
}

export function isCallbackKey(services: Services, id: string, given: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(keyOf(services, id))]
  return a.length === b.length && timingSafeEqual(a, b)
}
