import type { Services } from '../src/platform/actions/services.ts'
import type { Channels } from '../src/platform/channels/channel.ts'
import { keepTokens } from '../src/platform/channels/keep-tokens.ts'
import { makeChannels } from '../src/platform/channels/make-channels.ts'
import { makeGuardedFetch } from '../src/platform/http/guarded-fetch.ts'

/** The drivers as the program has them, speaking HTTP to a vendor on this machine; a busy one may need long for an answer. */
export function realChannels({ database, secrets, clock, newId, mayReach }: Services, { allowPrivate = true } = {}): Channels {
  const fetch = makeGuardedFetch({ allowPrivate, mayReach, bytes: 10_000, wholeMs: 60_000 })
  return makeChannels({ fetch, clock, newId, tokens: keepTokens(database, secrets, clock) })
}
