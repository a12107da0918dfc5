import type { Services } from '../actions/services.ts'
import { noteLine } from '../audit/note-reading.ts'
import type { Caller } from './sessions.ts'

type Knock = {
  /** Null where nobody is known by what was given. */
  readonly userId: string | null
  readonly caller: Caller
  /** `password`, `code`, `passkey`, … */
  readonly means: string
  /** With a second factor. */
  readonly strong?: boolean
  /** Why it was refused; left out where somebody came in. */
  readonly code?: string
}

/** Tells the audit that somebody came in, or was refused. What was typed in is in neither. */
export function noteSignIn(services: Services, { userId, caller, means, strong, code }: Knock): void {
  const id = userId === null ? 'door' : `user:${userId}`
  noteLine(
    { services, actor: { kind: 'user', id, name: '', role: 'member', origin: caller } },
    {
      kind: 'sign-in',
      action: 'sign-in',
      outcome: code === undefined ? 'done' : 'refused',
      code: code ?? null,
      subject: userId,
      details: { means, ...(strong ? { strong } : {}) },
    },
  )
}
