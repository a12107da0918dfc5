import { readJsonText } from '../../../platform/http/read-json.ts'

/** JSON, or a form as an object of its texts. @returns undefined for what is neither */
export function readBody(text: string, type = ''): unknown {
  if (/x-www-form-urlencoded/i.test(type) && !/^\s*[[{]/.test(text)) return Object.fromEntries(new URLSearchParams(text))
  try {
    return readJsonText(text)
  } catch {
    return undefined
  }
}
