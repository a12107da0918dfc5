import { z } from 'zod'
import type { Words } from './words.ts'

/** A file that hangs on something: an interaction, later a ticket. Its content is at /api/files/<id>. */
export const attachedFile = z.object({ id: z.uuid(), name: z.string(), type: z.string(), size: z.int() })
export type AttachedFile = z.output<typeof attachedFile>

/** In bytes: a photo of a phone, a scanned contract, an hour of speech. */
export const largestAttachment = 25 * 1024 ** 2

/** How the content of a file of this type begins: hexadecimal, from that byte on. All marks of one of the lists must be there. */
type Mark = readonly [offset: number, hex: string]

export type FileType = {
  readonly type: string
  readonly extensions: readonly string[]
  readonly marks: readonly (readonly Mark[])[]
  /** Browsers draw it, and nothing in it can run. */
  readonly isPicture?: boolean
  /** Its content is told from others by the name alone. */
  readonly needsExtension?: boolean
}

const zip: Mark = [0, '504b0304']
const oldOffice: Mark = [0, 'd0cf11e0a1b11ae1']
const riff: Mark = [0, '52494646']
const box: Mark = [4, '66747970']
const office = (type: string, extension: string, mark: Mark): FileType => ({
  type,
  extensions: [extension],
  marks: [[mark]],
  needsExtension: true,
})
const openXml = 'application/vnd.openxmlformats-officedocument.'

/** What may be attached. Neither web pages nor SVG nor programs are here, for they could act in somebody's name. */
export const fileTypes: readonly FileType[] = [
  { type: 'image/jpeg', extensions: ['jpg', 'jpeg'], marks: [[[0, 'ffd8ff']]], isPicture: true },
  { type: 'image/png', extensions: ['png'], marks: [[[0, '89504e470d0a1a0a']]], isPicture: true },
  { type: 'image/gif', extensions: ['gif'], marks: [[[0, '474946383761']], [[0, '474946383961']]], isPicture: true },
  { type: 'image/webp', extensions: ['webp'], marks: [[riff, [8, '57454250']]], isPicture: true },
  {
    type: 'image/heic',
    extensions: ['heic', 'heif'],
    marks: ['68656963', '68656978', '6d696631', '68657663'].map((brand) => [box, [8, brand]]),
  },
  { type: 'application/pdf', extensions: ['pdf'], marks: [[[0, '25504446']]] },
  { type: 'audio/mpeg', extensions: ['mp3'], marks: [[[0, '494433']], [[0, 'fffb']], [[0, 'fff3']], [[0, 'fff2']]] },
  { type: 'audio/mp4', extensions: ['m4a'], marks: [[box, [8, '4d3441']], [box]], needsExtension: true },
  { type: 'audio/aac', extensions: ['aac'], marks: [[[0, 'fff1']], [[0, 'fff9']]] },
  { type: 'audio/amr', extensions: ['amr'], marks: [[[0, '2321414d52']]] },
  { type: 'audio/wav', extensions: ['wav'], marks: [[riff, [8, '57415645']]] },
  { type: 'audio/ogg', extensions: ['ogg', 'opus'], marks: [[[0, '4f676753']]] },
  { type: 'audio/webm', extensions: ['webm', 'weba'], marks: [[[0, '1a45dfa3']]] },
  office(`${openXml}wordprocessingml.document`, 'docx', zip),
  office(`${openXml}spreadsheetml.sheet`, 'xlsx', zip),
  office(`${openXml}presentationml.presentation`, 'pptx', zip),
  office('application/msword', 'doc', oldOffice),
  office('application/vnd.ms-excel', 'xls', oldOffice),
  office('application/vnd.ms-powerpoint', 'ppt', oldOffice),
  { type: 'text/plain', extensions: ['txt'], marks: [[]], needsExtension: true },
  { type: 'text/csv', extensions: ['csv'], marks: [[]], needsExtension: true },
]

export const attachableWords: Words = {
  zh: '照片、PDF、录音、Office 文档或文本，每个不超过 25 MB',
  en: 'Photos, PDF, audio, Office documents or text, up to 25 MB each',
}

const extensionOf = (name: string) => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

/**
 * What a file is, by how it begins; the name decides only between types that begin alike. Null for what may not be
 * attached: a web page that calls itself photo.jpg is none.
 */
export function fileTypeOf(name: string, beginning: Uint8Array): FileType | null {
  const hex = Array.from(beginning.subarray(0, 64), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const has = ([offset, mark]: Mark) => hex.startsWith(mark, offset * 2)
  const extension = extensionOf(name)
  const isText = !beginning.includes(0)
  const fitting = fileTypes.filter(
    (one) =>
      one.marks.some((marks) => marks.every(has)) &&
      (one.marks[0]?.length !== 0 || isText) &&
      (!one.needsExtension || one.extensions.includes(extension)),
  )
  return fitting.find((one) => one.extensions.includes(extension)) ?? fitting[0] ?? null
}

/**
 * The name that a file is kept under. Whoever saves it opens it by its ending: a picture that is called page.html, and may hold
 * one behind its beginning, ends as pictures do.
 */
export function endingAs({ extensions }: FileType, name: string): string {
  const isKnown = fileTypes.some((one) => one.extensions.includes(extensionOf(name)))
  return isKnown ? name : `${name}.${extensions[0]}`
}

export const isPicture = (type: string): boolean => fileTypes.some((one) => one.type === type && one.isPicture === true)

/** A file's name as it may be shown and saved: without a path, control characters, or more than 120 letters. */
export function shownFileName(given: string, otherwise: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const letters = Array.from(last.replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '').trim())
  if (letters.length <= 120) return letters.join('') || otherwise
  const extension = extensionOf(last)
  return `${letters.slice(0, 119 - extension.length).join('')}.${extension}`
}
