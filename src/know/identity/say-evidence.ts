import { fillBoth, type Words } from '../../core/kit/words.ts'
import { comparisons } from './comparisons.ts'

type Said = { readonly field: string; readonly comparison: string; readonly points: number; readonly how?: Words | undefined }

/** One piece of evidence in words. `label` is the field's. */
export function sayEvidence(said: Said, label: Words | undefined): Words {
  if (said.how) return said.how
  const comparison = comparisons[said.comparison]
  const plain = comparison?.sentence ?? { zh: said.comparison, en: said.comparison }
  // Of a field of the firm's own the sentence is another field's, so its name goes before it.
  const isOwn = comparison !== undefined && comparison.fits.length > 0 && !comparison.fits.includes(said.field)
  const sentence = isOwn ? { zh: `{field}：${plain.zh}`, en: `{field}: ${plain.en}` } : plain
  const values = { field: label ? { zh: label.zh, en: label.en.toLowerCase() } : said.field }
  return fillBoth(sentence, values)
}

/** `电话后 8 位一致 + 公司简称一致`: what speaks for a pair, the weightiest first; what speaks against it behind. */
export function sayAllEvidence(all: readonly Said[], labelOf: (field: string) => Words | undefined): Words {
  const sorted = all.toSorted((a, b) => b.points - a.points)
  const part = (language: 'zh' | 'en', isFor: boolean) =>
    sorted.filter((each) => each.points > 0 === isFor).map((each) => sayEvidence(each, labelOf(each.field))[language])
  const join = (language: 'zh' | 'en', but: string) => {
    const [pro, contra] = [part(language, true), part(language, false)]
    return contra.length > 0 ? `${pro.join(' + ')}${but}${contra.join(language === 'zh' ? '、' : ', ')}` : pro.join(' + ')
  }
  return { zh: join('zh', '，但'), en: join('en', '; but ') }
}
