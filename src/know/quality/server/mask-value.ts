/** How much of a detail the page behind a link shows: enough for its owner to know it again, little use to a finder. */
const masks: Readonly<Record<string, (text: string) => string>> = {
  phone: (text) => hideMiddle(text, 3 + (text.startsWith('+86') ? 3 : 0), 4),
  email: (text) => text.replace(/^(.).*(@.*)$/, '$1***$2'),
  'id-card': (text) => hideMiddle(text, 3, 4),
  wechat: (text) => hideMiddle(text, 2, 2),
  address: (text) => hideMiddle(text, 6, 0),
}

function hideMiddle(text: string, before: number, after: number): string {
  const letters = [...text]
  if (letters.length <= before + after) return `${letters[0] ?? ''}***`
  return `${letters.slice(0, before).join('')}****${after > 0 ? letters.slice(-after).join('') : ''}`
}

/** @param text the detail as the shop writes it */
export function maskValue(name: string, type: string, text: string): string {
  const mask = masks[type] ?? masks[name]
  return mask ? mask(text) : text
}
