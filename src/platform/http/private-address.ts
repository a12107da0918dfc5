import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Addresses of one's own machine and network, and those that lead nowhere (RFC 6890 and RFC 6598). */
const own = new BlockList()
for (const [network, length] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  own.addSubnet(network, length, 'ipv4')
for (const [network, length] of [
  // With the IPv4 addresses that were once written as ::127.0.0.1.
  ['::', 96],
  ['100::', 64],
  // Teredo and what else is no place of the world's.
  ['2001::', 23],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['2001:db8::', 32],
] as const)
  own.addSubnet(network, length, 'ipv6')

/** Does this IP address lead into the machine's own network? What is no address counts as one, to be safe. */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return own.check(address, 'ipv4')
  if (!isIPv6(address)) return true
  // An IPv4 address in IPv6 clothes, mapped, translated (NAT64) or tunnelled (6to4), is judged by what it wears.
  const mapped = /^::ffff:(?<v4>\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.groups?.['v4']
  if (mapped !== undefined) return isPrivateAddress(mapped)
  return own.check(address, 'ipv6') || /^(?:::ffff:|64:ff9b:|2002:)/i.test(address)
}
