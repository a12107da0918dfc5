// Workbooks made by hand, part by part, so that a test can write what no program would.
import { crc32, deflateRawSync } from 'node:zlib'

/** A zip of these parts; `times` lists an entry again and again under other names without holding it more than once. */
export function makeZip(parts: Readonly<Record<string, string | Buffer>>, times = 1): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, body] of Object.entries(parts)) {
    const bytes = Buffer.from(body)
    const packed = deflateRawSync(bytes)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc32(bytes), 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(bytes.length, 22)
    head.writeUInt16LE(Buffer.byteLength(name), 26)
    bodies.push(head, Buffer.from(name), packed)
    for (let n = 0; n < times; n++) directory.push(entry(n === 0 ? name : `${name}${n}`, bytes, packed, at))
    at += 30 + Buffer.byteLength(name) + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(0xffff, directory.length), 8)
  end.writeUInt16LE(Math.min(0xffff, directory.length), 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, list, end])
}

function entry(name: string, bytes: Buffer, packed: Buffer, at: number): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(8, 10)
  head.writeUInt32LE(crc32(bytes), 16)
  head.writeUInt32LE(packed.length, 20)
  head.writeUInt32LE(bytes.length, 24)
  head.writeUInt16LE(Buffer.byteLength(name), 28)
  head.writeUInt32LE(at, 42)
  return Buffer.concat([head, Buffer.from(name)])
}

export type MadeSheet = {
  readonly name?: string
  readonly state?: string
  /** What stands inside of `<sheetData>`. */
  readonly rows: string
  readonly before?: string
  readonly after?: string
}

type Book = {
  readonly strings?: string
  /** Format codes of the cell formats from 1 on; a number is one of those built in. */
  readonly formats?: readonly (string | number)[]
  readonly is1904?: boolean
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relations = (lines: readonly string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`
const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`

/** The parts of a workbook, to be changed before they are zipped. */
export function xlsxParts(sheets: readonly MadeSheet[], { strings, formats = [], is1904 = false }: Book = {}): Record<string, string> {
  const custom = formats.flatMap((code, at) =>
    typeof code === 'string' ? [`<numFmt numFmtId="${200 + at}" formatCode="${code.replaceAll('"', '&quot;')}"/>`] : [],
  )
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map(({ name, state }, at) => `<sheet name="${name ?? `S${at}`}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)),
      relation('rIdS', 'styles', 'styles.xml'),
      ...(strings === undefined ? [] : [relation('rIdT', 'sharedStrings', 'sharedStrings.xml')]),
    ]),
    'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats.map((code, at) => `<xf numFmtId="${typeof code === 'number' ? code : 200 + at}"/>`).join('')}</cellXfs><cellStyles/></styleSheet>`,
  }
  if (strings !== undefined) parts['xl/sharedStrings.xml'] = `<sst xmlns="${main}">${strings}</sst>`
  for (const [at, { rows, before = '', after = '' }] of sheets.entries())
    parts[`xl/worksheets/sheet${at + 1}.xml`] =
      `<?xml version="1.0"?><worksheet xmlns="${main}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`
  return parts
}

export const makeXlsx = (sheets: readonly MadeSheet[], book: Book = {}): Buffer => makeZip(xlsxParts(sheets, book))

/** A table as rows of a sheet: texts inline, numbers as numbers. */
export function rowsOf(table: readonly (readonly (string | number | null)[])[], from = 1): string {
  return table
    .map((cells, at) => {
      const row = from + at
      const written = cells.map((cell, column) => {
        const place = `${String.fromCharCode(65 + column)}${row}`
        if (cell === null) return ''
        if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
        return `<c r="${place}" t="inlineStr"><is><t>${cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`
      })
      return `<row r="${row}">${written.join('')}</row>`
    })
    .join('')
}
