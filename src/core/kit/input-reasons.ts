import { perhapsMeant } from './nearest-name.ts'
import type { Words } from './words.ts'

/** Why a part of an input is refused where no schema says it; reads on after the name of the part. */
export const inputReasons = {
  cursor: { zh: '不是上一页答复里的 next，请从第一页重新读取', en: 'is not the next of an earlier page; begin again at the first page' },
  notJson: { zh: '不是有效的 JSON', en: 'is not valid JSON' },
} satisfies Record<string, Words>

/** Why a request cannot be read at all; reads on after a colon. */
export const unreadableReasons = {
  notAnObject: { zh: '应为一个 JSON 对象', en: 'it has to be one JSON object' },
  tooDeep: { zh: 'JSON 嵌套超过 64 层', en: 'its JSON is nested more than 64 levels deep' },
  endsEarly: { zh: 'JSON 不完整，后面缺了内容', en: 'its JSON ends too early' },
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
