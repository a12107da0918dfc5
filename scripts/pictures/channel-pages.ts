// The pages of channels, as the guide shows them.
import type { Shown } from './shown.ts'

/** In the order of the guide. */
export const channelPages: readonly Shown[] = [
  { name: 'channels', path: '/settings/channels' },
  { name: 'channel-new', path: '/settings/channels/new?channel=sms&vendor=aliyun-sms', higher: 400 },
  { name: 'inbox', path: '/inbox' },
  { name: 'calls', path: '/calls', phoneOnly: true },
]
