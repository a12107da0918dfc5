// One token at a time: whatever may hide a semicolon is matched whole, then a semicolon, then any other character.
const tokens = [
  /--[^\n]*/y, // comment to the end of the line
  /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y, // text with backslash escapes
  /'(?:[^']|'')*(?:'|$)/y, // text
  /"(?:[^"]|"")*(?:"|$)/y, // quoted name
  /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?(?:\$\1\$|$)/y, // dollar-quoted text
  /[\w\u0080-\uffff][\w$\u0080-\uffff]*/y, // a word, whole, so that a$b$ inside it opens nothing
  /\s+/y,
]

/**
 * Splits a migration into its statements, without their semicolons. Comments and empty statements are dropped from the
 * ends; inside a statement everything stays as it was written.
 */
export function splitStatements(text: string): string[] {
  const statements: string[] = []
  let current = ''
  let meant = false
  const finish = () => {
    if (meant) statements.push(current.trim())
    current = ''
    meant = false
  }
  for (let at = 0; at < text.length; ) {
    const token = text.startsWith('/*', at) ? blockComment(text, at) : nextToken(text, at)
    at += token.length
    if (token === ';') {
      finish()
      continue
    }
    const silent = /^(\s|--|\/\*)/.test(token)
    if (silent && !meant) continue
    current += token
    meant ||= !silent
  }
  finish()
  return statements
}

function nextToken(text: string, at: number): string {
  for (const token of tokens) {
    token.lastIndex = at
    const match = token.exec(text)
    if (match) return match[0]
  }
  return text[at] ?? ''
}

/** Block comments nest in PostgreSQL. */
function blockComment(text: string, start: number): string {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('/*', at)) {
      depth++
      at++
    } else if (text.startsWith('*/', at)) {
      depth--
      at++
      if (depth === 0) return text.slice(start, at + 1)
    }
  }
  return text.slice(start)
}
