import type { Words } from '../../core/kit/words.ts'
import type { ChannelName } from '../channels/channel-kind.ts'
import { channelKinds } from '../channels/channel-kinds.ts'

/** Channels that reach customers and may carry marketing, and calls by the firm's own people. */
export const campaignChannels: readonly { readonly value: ChannelName; readonly label: Words }[] = Object.values(channelKinds)
  .filter(({ marketing, address, name }) => (marketing && address !== null) || name === 'task')
  .map(({ name, label }) => ({ value: name, label }))

export function isChannelName(channel: string): channel is ChannelName {
  return campaignChannels.some(({ value }) => value === channel)
}

export const channelLabel = (channel: string): Words =>
  Object.values(channelKinds).find(({ name }) => name === channel)?.label ?? { zh: channel, en: channel }
