/**
 * The header that has a browser save an answer as a file.
 * @param plain its name in letters that every program can write
 * @param name the same in the reader's language
 */
export function attachment(plain: string, name: string): string {
  const written = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${written}`
}
