import { perhapsMeant } from './nearest-name.ts'
import type { Words } from './words.ts'

/** Why a part of an input is refused where no schema says it; reads on after the name of the part. */
export const inputReasons = {
  cursor: { zh: '不是上一页答复里的 next，请从第一页重新读取', en: 'is not the next of an earlier page; begin again at the first page' },
  notJson: { zh: '不是有效的 JSON', en: 'is not valid JSON' },
  required: { zh: '请填写', en: 'is required' },
  noValue: { zh: '这里不填值', en: 'takes no value' },
} satisfies Record<string, Words>

/** Why a request cannot be read at all; reads on after a colon. */
export const unreadableReasons = {
  notAnObject: { zh: '应为一个 JSON 对象', en: 'it has to be one JSON object' },
  tooDeep: { zh: 'JSON 嵌套超过 64 层', en: 'its JSON is nested more than 64 levels deep' },
  endsEarly: { zh: 'JSON 不完整，后面缺了内容', en: 'its JSON ends too early' },
  notZipped: { zh: '内容不是完整的 gzip 压缩数据', en: 'it is not whole gzip data' },
  badAddress: { zh: '地址里的 % 后面应是两位十六进制数', en: 'a % in its address has to be followed by two hexadecimal digits' },
  longAddress: { zh: '地址里有一段太长，最多 100 个字符', en: 'a part of its address is too long; it may have at most 100 characters' },
  forbiddenName: { zh: 'JSON 里不能有名为 __proto__ 的字段', en: 'its JSON must not have a field named __proto__' },
  otherEncoding: { zh: '内容不是 UTF-8 编码（也许是 GBK），请改用 UTF-8', en: 'it is not in UTF-8 (perhaps in GBK); write it in UTF-8' },
  otherKind: {
    zh: '这里不接收这种内容类型；接口用 Content-Type: application/json，上传文件用 application/octet-stream',
    en: 'its content type is not taken here; calls use Content-Type: application/json, uploads application/octet-stream',
  },
} satisfies Record<string, Words>

/** @param message how the engine says what is wrong with a JSON text; its place is in it */
export function sayJsonError(message: string, text: string): Words {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN)
  if (message.startsWith('Unexpected end of') || position >= text.trimEnd().length) return unreadableReasons.endsEarly
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? []
  if (line && column)
    return {
      zh: `不是有效的 JSON，第 ${line} 行第 ${column} 个字符处有误`,
      en: `it is not valid JSON; see line ${line}, character ${column}`,
    }
  return { zh: '不是有效的 JSON', en: 'it is not valid JSON' }
}

/** A span of days that runs backwards, or over more days than are answered for. */
export function notASpan(from: string, most: number): Words {
  return { zh: `应在 ${from} 当天或之后，最多 ${most} 天`, en: `has to be ${from} or later, with at most ${most} days in all` }
}

export const beforeBeginning = (from: string): Words => ({ zh: `早于开始的 ${from}`, en: `is before ${from}, the beginning` })

export function noSuchField(...names: readonly string[]): Words {
  const all = names.join(', ')
  return names.length > 1
    ? { zh: `是未知的字段（未知的有：${all}）`, en: `is not a field here (unknown: ${all})` }
    : { zh: '是未知的字段', en: 'is not a field here' }
}

export function notAmongFields(name: string, fields: Iterable<string>): Words {
  const perhaps = perhapsMeant(name, fields)
  return { zh: `里的“${name}”不是可用的字段${perhaps.zh}`, en: `names “${name}”, which is not a field here${perhaps.en}` }
}

/** @param sortable the fields by which one may sort; few are named, of many the one that may have been meant */
export function notSortable(name: string, sortable: readonly string[]): Words {
  const perhaps = perhapsMeant(name, sortable)
  if (perhaps.zh !== '' || sortable.length > 12)
    return { zh: `不能按“${name}”排序${perhaps.zh}`, en: `cannot be by “${name}”${perhaps.en}` }
  return { zh: `不能按“${name}”排序，可选：${sortable.join('、')}`, en: `cannot be by “${name}”; it can be by ${sortable.join(', ')}` }
}
