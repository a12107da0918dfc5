export type TextPiece = { readonly text: string; readonly what: 'same' | 'added' | 'gone' }

/** Chinese by the character, everything else by the word. */
const piecesOf = (text: string): string[] => text.match(/\p{Script=Han}|[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? []

/** What became of a text: the longest pieces that both have in common stay, the rest went or came. For texts of a page at most. */
export function diffText(before: string, after: string): TextPiece[] {
  const [a, b] = [piecesOf(before), piecesOf(after)]
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
  const found: TextPiece[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push(found, 'same', a[i] ?? '')
      i++
      j++
    } else if (j >= b.length || (i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)))
      push(found, 'gone', a[i++] ?? '')
    else push(found, 'added', b[j++] ?? '')
  }
  return found
}

function push(found: TextPiece[], what: TextPiece['what'], text: string): void {
  const last = found.at(-1)
  if (last?.what === what) found[found.length - 1] = { what, text: last.text + text }
  else found.push({ what, text })
}
