import type { z } from 'zod'
import type { Words } from '../core/kit/words.ts'

function isWords(value: unknown): value is Words {
  return (
    typeof value === 'object' &&
    value !== null &&
    'zh' in value &&
    'en' in value &&
    typeof value.zh === 'string' &&
    typeof value.en === 'string'
  )
}

function sayTooBig(issue: z.core.$ZodIssueTooBig): Words {
  const most = String(issue.maximum)
  if (issue.origin === 'string') return { zh: `太长，最多 ${most} 个字符`, en: `is too long; use at most ${most} characters` }
  if (issue.origin === 'array') return { zh: `太多，最多 ${most} 项`, en: `has too many entries; use at most ${most}` }
  return { zh: `太大，不能超过 ${most}`, en: `is too large; it may be at most ${most}` }
}

function sayTooSmall(issue: z.core.$ZodIssueTooSmall): Words {
  const least = String(issue.minimum)
  if (issue.origin === 'string') return { zh: '不能为空', en: 'must not be empty' }
  if (issue.origin === 'array') return { zh: `至少要有 ${least} 项`, en: `needs at least ${least} ${least === '1' ? 'entry' : 'entries'}` }
  return { zh: `太小，不能小于 ${least}`, en: `is too small; it must be at least ${least}` }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), input)
}

/**
 * What is wrong, in both languages, for any issue that a schema raises about `input`. Reads on after the field's name.
 */
export function sayIssue(issue: z.core.$ZodIssue, input: unknown): Words {
  const value = valueAt(input, issue.path)
  if (value === undefined || value === null || value === '') return { zh: '请填写', en: 'is required' }
  if (issue.code === 'custom' && isWords(issue.params?.['words'])) return issue.params['words']
  if (issue.code === 'too_big') return sayTooBig(issue)
  if (issue.code === 'too_small') return sayTooSmall(issue)
  if (issue.code === 'invalid_value') return { zh: '不是可选的值，请从列表中选择', en: 'is not one of the choices; pick one from the list' }
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.join(', ')
    return { zh: `含有未知的字段：${keys}`, en: `has unknown fields: ${keys}` }
  }
  if (issue.code === 'invalid_type')
    return { zh: `填写的内容类型不对，应为 ${issue.expected}`, en: `is not the right kind of value; ${issue.expected} is expected` }
  return { zh: `格式不对（${issue.message}）`, en: `is not in the right form (${issue.message})` }
}
