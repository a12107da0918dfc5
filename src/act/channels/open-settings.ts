import type { VendorRecord } from './channel-kind.ts'
import { vendorOf } from './channel-kinds.ts'

type Kept = { readonly channel: string; readonly vendor: string; readonly settings: Readonly<Record<string, unknown>> }

export const secretNames = (vendor: VendorRecord | undefined): ReadonlySet<string> =>
  new Set(vendor?.fields.flatMap(({ name, isSecret }) => (isSecret === true ? [name] : [])))

/** An account's settings with its secrets opened; null where they cannot be, as in a database that was moved without its key. */
export function openSettings(
  secrets: { readonly open: (sealed: string) => string },
  { channel, vendor, settings }: Kept,
): Record<string, unknown> | null {
  const secret = secretNames(vendorOf(channel, vendor))
  try {
    return Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [
        name,
        secret.has(name) && typeof value === 'string' && value !== '' ? secrets.open(value) : value,
      ]),
    )
  } catch {
    return null
  }
}
