import { defineProblems } from '../../core/kit/problem.ts'

export const messageProblems = defineProblems({
  'template.malformed': {
    sort: 'invalid',
    words: {
      zh: '{part}第 {line} 行写得不对：{reason}。改正后再保存。',
      en: 'Line {line} of the {part} is not right: {reason}. Correct it and save again.',
    },
  },
  'template.unknown-variable': {
    sort: 'invalid',
    words: { zh: '没有“{name}”这个变量。可用的有：{known}。', en: 'There is no variable “{name}”. Those there are: {known}.' },
  },
  'template.runs-away': {
    sort: 'limit',
    words: {
      zh: '模板“{name}”太费时间或内存（可能有停不下来的循环），已中止。请简化后再试。',
      en: 'The template “{name}” took too much time or memory (perhaps a loop that does not end) and was stopped. Simplify it and try again.',
    },
  },
  'template.unknown-purpose': {
    sort: 'invalid',
    words: {
      zh: '没有这个同意用途，或它不通过邮件。请到“同意与偏好”查看，或改选一个。',
      en: 'There is no such purpose of consent, or it does not go by e-mail. See the page Consent, or choose another.',
    },
  },
  'template.in-use': {
    sort: 'conflict',
    words: {
      zh: '旅程“{journey}”正在使用这个模板。请先从旅程里移除，再删除。',
      en: 'The journey “{journey}” uses this template. Take it out of the journey first, then delete it.',
    },
  },
  'template.no-own-address': {
    sort: 'conflict',
    words: {
      zh: '没有找到您的登录邮箱，无法发给自己。请用成员账户登录后再试。',
      en: 'Your own address is not known, so nothing was sent. Sign in as a person and try again.',
    },
  },
  'template.no-mail-server': {
    sort: 'conflict',
    words: {
      zh: '还没有设置发信服务器。请先到“设置 → 发信”填写，再发给自己。',
      en: 'No mail server is set. Set one under Settings → Mail first.',
    },
  },
  'template.test-failed': {
    sort: 'unavailable',
    words: {
      zh: '没有发出去，发信服务器说：{reason}。请到“设置 → 发信”检查。',
      en: 'It did not go out; the mail server said: {reason}. Check Settings → Mail.',
    },
  },
  'template.name-taken': {
    sort: 'conflict',
    words: { zh: '已有名为“{name}”的模板。请换一个名称。', en: 'There is a template named “{name}” already. Choose another name.' },
  },
})
