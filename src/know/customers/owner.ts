import { mayRun, type Role } from '../../core/action/action.ts'
import type { OwnerWay } from './events.ts'

/** Who gives a customer to somebody: the standing level, and the user's own id where a person acts. */
export type Giver = { readonly role: Role; readonly me: string | null }

/** Who looks after a customer may hand it on, anybody may take one that nobody looks after, a manager may give any. */
export function mayGive({ role, me }: Giver, from: string | null): boolean {
  return from === null || from === me || mayRun(role, 'manager')
}

export type OwnerChange = {
  readonly from: string | null
  readonly to: string | null
  readonly how: OwnerWay
  readonly reason?: string | null
}

/** As the log keeps it: whom it was and is by id, and the names as they were then. */
export function ownerPayload(
  { from, to, how, reason }: OwnerChange,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null))
  return { from, to, fromName: nameOf(from), toName: nameOf(to), how, ...(reason ? { reason } : {}) }
}
