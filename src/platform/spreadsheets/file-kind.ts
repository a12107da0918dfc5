import { open } from 'node:fs/promises'

/** What a file is by what stands in it, whatever it is called. */
export type FileKind = 'zip' | 'old-workbook' | 'html' | 'xml-workbook' | 'text'

/**
 * Tells workbooks from texts by their first bytes. Many systems save a table of HTML, or XML of the year 2003, and call it
 * `.xls`; others call a workbook `.csv`.
 */
export async function fileKind(path: string): Promise<FileKind> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4_096), 0, 4_096, 0)
    return kindOf(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

function kindOf(head: Buffer): FileKind {
  if (head.length >= 4 && head.readUInt32LE(0) === 0x04034b50) return 'zip'
  if (head.length >= 8 && head.readUInt32BE(0) === 0xd0cf11e0) return 'old-workbook'
  // Of UTF-16 every other byte is zero in what is looked for here.
  const text = head
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .trimStart()
    .toLowerCase()
  if (!text.startsWith('<')) return 'text'
  if (text.includes('urn:schemas-microsoft-com:office:spreadsheet') && /<(?:\w+:)?workbook/.test(text)) return 'xml-workbook'
  return /^(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|style|table|body|div|center)[\s>]/s.test(text) || text.includes('<table')
    ? 'html'
    : 'text'
}
