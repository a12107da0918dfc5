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
    words: {
      zh: '没有“{name}”这个变量{perhaps}。可用的有：{known}。',
      en: 'There is no variable “{name}”{perhaps}. Those there are: {known}.',
    },
  },
  'template.runs-away': {
    sort: 'invalid',
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
  'picture.unreadable': {
    sort: 'invalid',
    words: {
      zh: '读不了这张图片。请换成不超过 300 kB 的 PNG、JPG、GIF 或 WebP。',
      en: 'This picture cannot be read. Use a PNG, JPEG, GIF or WebP of at most 300 kB.',
    },
  },
  'picture.in-use': {
    sort: 'conflict',
    words: {
      zh: '{count} 个模板还在用“{name}”，例如“{template}”。请先从模板里去掉，再删除。',
      en: '{count} {count|template holds|templates hold} “{name}”, e.g. “{template}”. Take it out there first, then delete it.',
    },
  },
  'template.unreadable': {
    sort: 'conflict',
    words: {
      zh: '模板“{name}”保存的内容读不出来，可能是由别的版本写入，或在数据库里被改动过。用它的消息不会发出，其他模板照常。请退回能读的一版、通过 API 重新写入，或删除它。',
      en: 'What is kept of the template “{name}” cannot be read: another version wrote it, or it was changed in the database. No message is made of it; the others go on. Go back to a version that can be read, write it anew through the API, or delete it.',
    },
  },
  'template.in-use': {
    sort: 'conflict',
    words: {
      zh: '“{journey}”正在使用这个模板。请先从中移除，再删除。',
      en: '“{journey}” uses this template. Take it out there first, then delete it.',
    },
  },
  'template.no-own-address': {
    sort: 'conflict',
    words: {
      zh: '没有找到您的登录邮箱，无法发给自己。请用成员账号登录后再试。',
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
      zh: '试发没有成功。{why}对方的原话：{reason}',
      en: 'The test did not succeed. {why} In its own words: {reason}',
    },
  },
  'template.empty': {
    sort: 'invalid',
    words: { zh: '还没有写内容。请先写主题和正文，或添加内容块。', en: 'It says nothing yet. Write a subject and a body, or add blocks.' },
  },
  'template.wrong-form': {
    sort: 'invalid',
    words: {
      zh: '这份内容的形式不适合渠道“{channel}”。请换渠道，或重新写内容。',
      en: 'This content is not in the form that {channel} takes. Choose another channel, or write it anew.',
    },
  },
  'template.own-work': {
    sort: 'denied',
    words: {
      zh: '这一版是您自己写的，须由另一位同事审批。',
      en: 'You wrote this version yourself; another colleague must approve it.',
    },
  },
  'template.nothing-to-decide': {
    sort: 'conflict',
    words: {
      zh: '这个模板现在没有等待审批的版本，或已经有人改了新的一版。请刷新后再看。',
      en: 'No such version waits for approval: it was decided, or there is a newer one. Reload and look again.',
    },
  },
  'template.no-account': {
    sort: 'conflict',
    words: {
      zh: '这个渠道还没有可用的账号。请先到“设置 → 渠道”接入。',
      en: 'No account of this channel can be used. Set one up under Settings → Channels.',
    },
  },
  'template.name-taken': {
    sort: 'conflict',
    words: { zh: '已有名为“{name}”的模板。请换一个名称。', en: 'There is a template named “{name}” already. Choose another name.' },
  },
  'message.not-in-doubt': {
    sort: 'conflict',
    words: { zh: '这条消息的结果已经清楚了，请刷新后再看。', en: 'What became of this message is known by now; load the page anew.' },
  },
})
