import { z } from 'zod'

const words = z
  .object({ zh: z.string(), en: z.string() })
  .meta({ id: 'Words', description: 'One text in each language · 每种语言各一份的文字' })

/** The form of every refusal: RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().describe('Where the code is described, e.g. `/api/problems?code=customer.exists` · 这个代码的说明所在'),
    status: z.int(),
    code: z.string().describe('What is wrong, for programs, e.g. `customer.exists` · 供程序判断的代码'),
    detail: z.string().describe('What happened and what to do next, in the language of Accept-Language · 发生了什么、接下来怎么做'),
    words,
    details: z.record(z.string(), z.unknown()).describe('Particulars; `path` says where in the input · 细节；path 指出输入中的位置'),
  })
  .meta({ id: 'Problem' })

/** The answers that any operation may give instead of 200, by the name of their component. */
export const problemAnswers = {
  400: { name: 'Invalid', description: 'The request is wrong and says where; nothing was saved · 请求有误，已指出位置，未保存任何内容' },
  401: { name: 'SignedOut', description: 'No valid API key or session · 没有有效的 API 密钥或登录' },
  403: { name: 'Denied', description: 'The role does not allow it · 角色无此权限' },
  404: { name: 'Missing', description: 'There is no such thing · 没有这个对象' },
  409: { name: 'Conflict', description: 'It contradicts what is there · 与现有数据冲突' },
  413: { name: 'TooLarge', description: 'Too large for one time; nothing was saved · 一次太大，未保存任何内容' },
  422: { name: 'KeyReused', description: 'The idempotency key was used with another body · 幂等键已用于另一份内容' },
  429: { name: 'TooOften', description: 'Too often; try again later · 过于频繁，请稍后再试' },
  500: { name: 'Broken', description: 'Something unexpected; nothing was changed · 意外错误，未做任何改动' },
} as const
