import type { ChannelDriver } from './channel.ts'

/** How each vendor is spoken to. A new vendor is one file and one entry here. */
export const channelDrivers: Readonly<Record<string, ChannelDriver>> = {}
