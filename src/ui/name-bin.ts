/** One class of a distribution: from (with) to (without); null where it is open. */
export type Bin = { readonly from: number | null; readonly to: number | null; readonly count: number }

/** How a class is called: ¥0 – ¥100, ¥5,000 and more. */
export function nameBin(bin: Bin, format: (value: number) => string, language: 'zh' | 'en'): string {
  const { from, to } = bin
  if (from === null && to !== null) return { zh: `不到 ${format(to)}`, en: `under ${format(to)}` }[language]
  if (from !== null && to === null) return { zh: `${format(from)} 以上`, en: `${format(from)} and more` }[language]
  if (from === null || to === null) return { zh: '全部', en: 'all' }[language]
  return `${format(from)} – ${format(to)}`
}
