/** What the law and the carriers let a receiver answer to get no more: 回T退订, 退订回TD, 拒收请回复R. */
const smsWords = new Set([
  'T',
  'TD',
  'N',
  'R',
  'QX',
  '退订',
  '退',
  '拒收',
  '取消',
  '取消订阅',
  '不要再发',
  '不要再发了',
  'STOP',
  'UNSUBSCRIBE',
])

/** In a chat a single letter may mean anything. */
const chatWords = new Set(['TD', '退订', '拒收', '取消订阅', '不要再发', '不要再发了', 'STOP', 'UNSUBSCRIBE'])

/** Full-width letters, blanks, punctuation and what phones put around an answer make no difference. */
const bare = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\s\p{P}\p{S}\p{C}]/gu, '')
    .replace(/^(?:请|我要|回复|回)(?=.)/u, '')
    .toUpperCase()

/** Whether somebody asks for no more messages: by the whole of what they wrote, never by a part of it. */
export function wantsNoMore(text: string, channel: string): boolean {
  if (text.length > 60) return false
  return (channel === 'sms' ? smsWords : chatWords).has(bare(text))
}
