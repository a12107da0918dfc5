const digits = '零一二三四五六七八九'

/** `3`, `三`, `两`, `十五`, `二十` as a number up to 99; null for what is none. */
export function readNumber(text: string): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text)
  const plain = text.replaceAll('两', '二').replaceAll('〇', '零')
  const [, tens, ten, ones] = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(plain) ?? []
  if (ten) return (tens ? digits.indexOf(tens) : 1) * 10 + (ones ? digits.indexOf(ones) : 0)
  return plain.length === 1 && plain !== '' && digits.includes(plain) ? digits.indexOf(plain) : null
}

/** For a pattern: what `readNumber` may read. */
export const numberPattern = String.raw`(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])`
