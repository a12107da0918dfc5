import { Problem } from '../../../core/kit/problem.ts'

export const noSource = () => new Problem('record.missing', { what: { zh: '数据来源', en: 'source' } })
