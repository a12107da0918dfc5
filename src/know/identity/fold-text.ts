/** A text without what carries no meaning: width, case, spaces, punctuation, characters that nobody sees. */
export function foldText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

export const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text)
