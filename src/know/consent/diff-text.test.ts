import { expect, test } from 'vitest'
import { diffText } from './diff-text.ts'

const written = (before: string, after: string) =>
  diffText(before, after)
    .map(({ what, text }) => (what === 'same' ? text : what === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('')

test.each([
  ['我同意接收消息', '我同意接收短信消息', '我同意接收[+短信]消息'],
  ['I agree to mail', 'I agree to mail and calls', 'I agree to mail[+ and calls]'],
  ['随时可以退订。', '随时可以关闭。', '随时可以[-退订][+关闭]。'],
  ['', '新', '[+新]'],
  ['旧', '', '[-旧]'],
  ['一样', '一样', '一样'],
])('what became of “%s”', (before, after, wanted) => {
  expect(written(before, after)).toBe(wanted)
})

test('both texts can be read out of the difference', () => {
  const [before, after] = ['我们按您的购买挑选内容，您可以关闭。', '我们按您的购买和浏览，为您挑选内容。']
  const pieces = diffText(before, after)
  const without = (what: string) =>
    pieces
      .filter((piece) => piece.what !== what)
      .map(({ text }) => text)
      .join('')
  expect([without('added'), without('gone')]).toEqual([before, after])
})
