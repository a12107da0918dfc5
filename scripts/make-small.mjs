/** Where an escape would not mean the same: somebody asks how a template was written, a backslash stands before, a line ends. */
const unsafe = /\braw\b|\\[^\0-\xff]|[\u2028\u2029]/

/**
 * A program that takes less memory and does the same, each line where it was. Lines that held nothing but types are empty in
 * place of so many spaces. One letter beyond Latin-1 makes V8 hold a whole source at two bytes a letter, so it becomes its
 * escape, which means the same in strings, templates, patterns and names.
 * @param {string} text as it was written
 * @param {string} stripped the same with spaces for types
 * @returns {string}
 */
export function makeSmall(text, stripped) {
  const written = text.split('\n')
  const lines = stripped.split('\n').map((line, at) => (line.trim() === '' && written[at]?.trim() !== '' ? '' : line))
  const shorter = lines.join('\n')
  if (unsafe.test(shorter)) return shorter
  return shorter.replace(/[^\0-\xff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
