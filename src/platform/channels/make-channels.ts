import type { ChannelAccount, ChannelOutcome, Channels, ChannelTools } from './channel.ts'
import { channelDrivers } from './drivers.ts'

/** The door to the real vendors. */
export function makeChannels(tools: ChannelTools): Channels {
  const driverOf = ({ vendor }: ChannelAccount) => channelDrivers[vendor]
  const cannot = (account: ChannelAccount): ChannelOutcome => ({
    state: 'refused',
    reason: `${account.vendor}: no such vendor, or it cannot do this`,
    cause: 'not-allowed',
  })
  return {
    send: async (account, message) => driverOf(account)?.send(account, message, tools) ?? cannot(account),
    lotsOf: (account) => driverOf(account)?.lots ?? null,
    sendLot: async (account, messages) =>
      (await driverOf(account)?.lots?.send(account, messages, tools)) ?? messages.map(() => cannot(account)),
    check: async (account) => driverOf(account)?.check?.(account, tools) ?? cannot(account),
    follow: async (account, handed) => driverOf(account)?.follow?.(account, handed, tools) ?? new Map(),
    greet: async (account, greeting) => driverOf(account)?.greet?.(account, greeting, tools) ?? cannot(account),
    whoIs: async (account, address) => driverOf(account)?.whoIs?.(account, address, tools) ?? null,
  }
}
