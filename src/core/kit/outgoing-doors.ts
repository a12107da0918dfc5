import type { Words } from './words.ts'

/** Where the program connects to others, as it is set up: every door that goes out. A test holds that a feature says of each what is set there. */
export const outgoingDoors = {
  mail: { zh: '发信服务器', en: 'Mail server' },
  mailbox: { zh: '收信邮箱', en: 'Mailbox' },
  channels: { zh: '渠道与 Webhook', en: 'Channels and webhooks' },
  'sign-in': { zh: '单点登录', en: 'Single sign-on' },
  imports: { zh: '定时导入', en: 'Scheduled imports' },
  backups: { zh: '备份存放位置', en: 'Backup storage' },
} as const satisfies Record<string, Words>
export type OutgoingDoor = keyof typeof outgoingDoors

/** Another machine that is connected to as things are set: by which door, for what, where. */
export type Reach = { readonly door: OutgoingDoor; readonly name: string; readonly host: string }

/** A connection that the list does not let through. `{host}` is filled in. */
export const unlistedWords: Words = {
  zh: '没有连接：{host} 不在允许连接的外部地址里。请负责人在“设置 → 安全 → 允许连接的外部地址”里加上它。',
  en: 'Nothing was connected: {host} is not among the addresses that may be reached. The owner adds it under Settings → Security → Addresses that may be reached.',
}

/**
 * A host as the list keeps it: in small letters, without port and path, `*.` before it for all below it. A whole address is taken
 * for its host. Null where it is none.
 */
export function readHost(text: string): string | null {
  const typed = text.trim()
  const below = typed.startsWith('*.') ? '*.' : ''
  const rest = typed.slice(below.length)
  const isBareIpv6 = /^[\da-f:.]+$/i.test(rest) && rest.split(':').length > 2
  const url = URL.parse(/^https?:\/\//i.test(rest) ? rest : `https://${isBareIpv6 ? `[${rest}]` : rest}`)
  const host = url?.hostname.replace(/\.$/, '') ?? ''
  if (host === '' || host.includes('*') || host.startsWith('.')) return null
  if (below !== '' && (!host.includes('.') || /^\[|^[\d.]+$/.test(host))) return null
  return below + host
}

/** Whether the list lets through to a host, as `readHost` reads it. */
export function isListed(hosts: readonly string[], host: string): boolean {
  const asked = readHost(host)
  return asked !== null && hosts.some((one) => (one.startsWith('*.') ? asked.endsWith(one.slice(1)) : asked === one))
}
