import type { Words } from '../../../core/kit/words.ts'

/** What a reader must know of a fit that is not as it should be. */
export type FitNote = { readonly kind: 'one-label' | 'separated' | 'not-converged'; readonly words: Words }

export function noteOf(fit: {
  readonly hasBoth: boolean
  readonly separated: readonly string[]
  readonly converged: boolean
}): FitNote | null {
  if (!fit.hasBoth)
    return {
      kind: 'one-label',
      words: {
        zh: '所有记录的结果都一样，没有可以比较的另一面，学不出规律。',
        en: 'All rows had the same outcome, so there is nothing to compare and nothing to learn.',
      },
    }
  if (fit.separated.length > 0)
    return {
      kind: 'separated',
      words: {
        zh: `${fit.separated.map((name) => `“${name}”`).join('、')}毫无例外地分开了两种结果，系数没有尽头。要么它读到了答案，要么数据太少；请去掉它，或加上岭惩罚。`,
        en: `${fit.separated.map((name) => `“${name}”`).join(', ')} part the two outcomes without exception, so the coefficient has no end. Either the column has read the answer or there are too few rows: leave it out, or add a ridge penalty.`,
      },
    }
  if (!fit.converged)
    return {
      kind: 'not-converged',
      words: {
        zh: '计算没有收敛，结果不可用。请加上岭惩罚，或去掉几乎重复的列。',
        en: 'The fit did not settle, so it is not to be used. Add a ridge penalty, or leave out columns that nearly repeat each other.',
      },
    }
  return null
}
