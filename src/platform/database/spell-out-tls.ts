/**
 * The driver takes `require` and `verify-ca` for `verify-full` and warns of it in ten lines; said outright it is the same and quiet.
 * @returns the address with what it means
 */
export function spellOutTls(address: string): string {
  if (/[?&]uselibpqcompat=/.test(address)) return address
  return address.replace(/([?&]sslmode=)(?:require|verify-ca)(?=&|$)/, '$1verify-full')
}
