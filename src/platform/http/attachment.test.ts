import { expect, test } from 'vitest'
import { attachment } from './attachment.ts'

test.each([
  ['a quote', 'a"; filename="evil.exe', 'a_; filename=_evil.exe'],
  ['a line break', 'a\r\nSet-Cookie: x=1', 'a__Set-Cookie: x=1'],
  ['a backslash and a percent sign', 'a\\"%22.pdf', 'a___22.pdf'],
  ['Chinese', '合同.jpg', '__.jpg'],
  ['a turn of direction and a null', 'gpj.\u202eexe\u0000', 'gpj._exe_'],
  ['what looks encoded', "x'; filename*=UTF-8''evil", "x'; filename*=UTF-8''evil"],
])('a file name with %s adds nothing to the header, and comes back whole', (_, name, plain) => {
  const header = attachment(name)
  const [, quoted, encoded = ''] = /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([\w.~!$&+^`|%-]*)$/.exec(header) ?? []
  expect(quoted).toBe(plain)
  expect(decodeURIComponent(encoded)).toBe(name)
})
