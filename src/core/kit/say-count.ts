const grouped = new Intl.NumberFormat('en')

/** A count in a sentence that is written once for both languages, which group digits alike: 2,264. */
export const sayCount = (n: number): string => grouped.format(n)
