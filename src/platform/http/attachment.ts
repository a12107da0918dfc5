/**
 * The header that has a browser save an answer as a file (RFC 6266).
 * @param name what it is called in the reader's language, or by whoever gave it
 * @param plain the same for programs that write plain letters alone
 */
export function attachment(name: string, plain: string = name): string {
  const written = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain.replace(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${written}`
}
