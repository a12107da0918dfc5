import type { ChannelAccount, ChannelOutcome, Channels, ChannelTools } from './channel.ts'
import { channelDrivers } from './drivers.ts'

/** The door to the real vendors. */
export function makeChannels(tools: ChannelTools): Channels {
  const unknown = (account: ChannelAccount): ChannelOutcome => ({
    state: 'refused',
    reason: `no such vendor: ${account.vendor}`,
    cause: 'not-allowed',
  })
  return {
    send: async (account, message) => channelDrivers[account.vendor]?.send(account, message, tools) ?? unknown(account),
    check: async (account) => channelDrivers[account.vendor]?.check?.(account, tools) ?? unknown(account),
  }
}
