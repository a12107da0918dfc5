import { companyCore, sameCompany as likenessOf } from '../../../core/china/company-name.ts'
import type { Way } from '../way.ts'

export const sameCompany: Way = {
  compare: (a, b) => {
    const { score, why } = likenessOf(a, b)
    return { likeness: score, how: why }
  },
  keys: (value) => [companyCore(value).core].filter((core) => core.length > 1),
}
