import { defineProblems } from '../../core/kit/problem.ts'

/** What is wrong with one message, or with the way it was sent. */
export const sourceProblems = defineProblems({
  'source.wrong-key': {
    sort: 'unsigned',
    words: {
      zh: '写入密钥无效或来源已停用。请把有效的写入密钥作为 Basic 认证的用户名发送，密码留空。',
      en: 'The write key is not valid, or its source was disabled. Send a valid write key as the user name of Basic authentication, with an empty password.',
    },
  },
  'source.name-taken': {
    sort: 'conflict',
    words: {
      zh: '已有名为“{name}”的来源在使用。请换一个名称，或先停用原来的来源。',
      en: 'A source named “{name}” is in use. Choose another name, or disable that source first.',
    },
  },
  'source.not-a-batch': {
    sort: 'invalid',
    words: {
      zh: '请求中没有名为 batch 的消息列表。请按 {"batch": […]} 发送，最多 {most} 条。',
      en: 'The request has no list of messages called “batch”. Send {"batch": […]} with at most {most} messages.',
    },
  },
  'source.too-many-messages': {
    sort: 'large',
    words: {
      zh: '一次最多收 {most} 条消息，这一次有 {count} 条。请分成几次发送。',
      en: 'At most {most} messages are taken at a time; these are {count}. Send them in several parts.',
    },
  },
  'source.not-an-object': {
    sort: 'invalid',
    words: {
      zh: '一条消息应为 JSON 对象，例如 {"userId": "M1024", …}，这里却是“{said}”。',
      en: 'A message is a JSON object, like {"userId": "M1024", …}; this is “{said}”.',
    },
  },
  'source.not-a-message': {
    sort: 'invalid',
    words: {
      zh: '不认识的消息类型“{type}”。可用：identify、track、page、screen、group、alias。',
      en: 'There is no message type “{type}”. Use identify, track, page, screen, group or alias.',
    },
  },
  'source.nobody': {
    sort: 'invalid',
    words: {
      zh: '消息中没有 userId 或 anonymousId，无法知道说的是谁。请至少带上一个，最长 {most} 个字符。',
      en: 'The message has neither userId nor anonymousId, so nobody can tell whom it is about. Send at least one, of at most {most} characters.',
    },
  },
  'source.not-meant': {
    sort: 'invalid',
    words: {
      zh: '{place} 的值是“{value}”，不在映射的条件之内，已跳过。',
      en: '{place} says “{value}”, which is not among what the mapping is meant for; it was passed over.',
    },
  },
  'source.no-mapping': {
    sort: 'invalid',
    words: {
      zh: '还没有映射。请在来源页指明内容里哪些是客户、消费或行为，再重放。',
      en: 'There is no mapping yet. Say on the source’s page what in it is the customer, the purchase or the event; then play it again.',
    },
  },
  'source.nothing-there': {
    sort: 'invalid',
    words: {
      zh: '{places} 处没有内容。请检查映射后重放。',
      en: 'There is nothing at {places}. Check the mapping and play it again.',
    },
  },
  'source.unreadable-body': {
    sort: 'invalid',
    words: {
      zh: '内容既不是 JSON，也不是表单，无法读取。',
      en: 'The body is neither JSON nor a form, so it cannot be read.',
    },
  },
  'source.other-encoding': {
    sort: 'invalid',
    words: {
      zh: '内容不是 UTF-8 编码（也许是 GBK），没有接收。请让发送方改用 UTF-8 后重发。',
      en: 'The body is not in UTF-8 (perhaps in GBK) and was not taken. Have the sender write it in UTF-8 and send it again.',
    },
  },
  'source.mapping-off': {
    sort: 'invalid',
    words: {
      zh: '映射尚未启用，内容已保存。启用后可以重放。',
      en: 'The mapping is not switched on yet; the body was kept. Switch it on and play it again.',
    },
  },
  'source.wrong-signature': {
    sort: 'unsigned',
    words: {
      zh: '签名不符：密钥不对，或内容在途中被改动。',
      en: 'The signature does not fit: another secret, or the body was changed on its way.',
    },
  },
  'source.unsigned': {
    sort: 'unsigned',
    words: {
      zh: '缺少签名（{header}）。请在对方系统中设置密钥。',
      en: 'It bears no signature ({header}). Set the secret in the sending system.',
    },
  },
  'source.signed-long-ago': {
    sort: 'unsigned',
    words: {
      zh: '签名的时间与现在相差超过 {minutes} 分钟，已拒绝，以防旧内容被人重发。请检查双方的时钟。',
      en: 'It was signed more than {minutes} minutes from now and was refused, lest old deliveries be sent again. Check both clocks.',
    },
  },
  'source.needs-header': {
    sort: 'invalid',
    words: { zh: '这种签名需要填写请求头名称。', en: 'This kind of signature needs the name of its header.' },
  },
  'source.wrong-kind': {
    sort: 'conflict',
    words: { zh: '这个来源不支持此操作。', en: 'This source is of another kind.' },
  },
  'source.nobody-found': {
    sort: 'invalid',
    words: {
      zh: '内容里没有能认出客户的编号、手机号或邮箱（或都无法识别）。请检查映射后重放。',
      en: 'Nothing in it tells who the customer is: no number, phone or e-mail that can be read. Check the mapping and play it again.',
    },
  },
  'source.nameless-event': {
    sort: 'invalid',
    words: {
      zh: 'track 消息缺少 event（行为名称，最长 {most} 个字符）。',
      en: 'The track message lacks “event” (the name of what happened, at most {most} characters).',
    },
  },
  'source.wrong-form': {
    sort: 'invalid',
    words: { zh: '“{name}”应为 JSON 对象。', en: '“{name}” must be a JSON object.' },
  },
  'source.wrong-time': {
    sort: 'invalid',
    words: {
      zh: '时间“{time}”无法识别或不可能。请使用 ISO 8601，例如 2026-01-05T08:26:00+08:00。',
      en: 'The time “{time}” cannot be read or cannot be. Use ISO 8601, like 2026-01-05T08:26:00+08:00.',
    },
  },
  'source.message-too-large': {
    sort: 'large',
    words: {
      zh: '单条消息超过 {limit}。请精简 properties 或 traits。',
      en: 'One message is larger than {limit}. Send fewer properties or traits.',
    },
  },
  'source.unsound-text': {
    sort: 'invalid',
    words: {
      zh: '消息含有无法保存的字符（空字符或残缺的表情符号）。请删去后重发。',
      en: 'The message contains a character that cannot be stored (a null character or half an emoji). Remove it and send it again.',
    },
  },
  'source.wrong-trait': {
    sort: 'invalid',
    words: {
      zh: '资料“{name}”无法识别：{reason}。其余资料已保存。',
      en: 'The trait “{name}” could not be read: {reason}. The others were kept.',
    },
  },
  'source.trait-taken': {
    sort: 'conflict',
    words: {
      zh: '“{name}”（{value}）属于另一位客户，未改动那位客户；其余资料已保存。',
      en: '“{name}” ({value}) belongs to another customer and stays there; the others were kept.',
    },
  },
  'source.consent-elsewhere': {
    sort: 'conflict',
    words: {
      zh: '邮件许可没有记下：同时发来的邮箱属于另一位客户。请核对邮箱后重新发送。',
      en: 'The consent to mail was not recorded, for the e-mail that came with it belongs to another customer. Check the e-mail and send it again.',
    },
  },
  'source.two-people': {
    sort: 'conflict',
    words: {
      zh: '“{from}”和“{to}”已是两位客户，且{fields}不同，没有自动合并。确是同一位的，请在来源页的问题消息里比较并合并。',
      en: '“{from}” and “{to}” are two customers whose {fields} differ, so they were not merged by themselves. If they are one after all, compare and merge them from Trouble on the source’s page.',
    },
  },
  'source.not-merged': {
    sort: 'conflict',
    words: { zh: '“{from}”和“{to}”没有合并：{reason}', en: '“{from}” and “{to}” were not merged: {reason}' },
  },
  'source.half-alias': {
    sort: 'invalid',
    words: {
      zh: 'alias 消息须同时带有 previousId（原来的编号）和 userId（现在的编号），各最长 {most} 个字符。',
      en: 'An alias message needs both previousId (the id until now) and userId (the id from now on), each of at most {most} characters.',
    },
  },
  'source.no-group': {
    sort: 'invalid',
    words: {
      zh: 'group 消息缺少 groupId（企业编号，最长 {most} 个字符）。',
      en: 'The group message lacks “groupId” (the company’s id, at most {most} characters).',
    },
  },
  'source.not-from-there': {
    sort: 'denied',
    words: {
      zh: '此来源不接收网站 {origin} 发来的消息。请在来源页的“允许的网站”中加入它。',
      en: 'This source takes no messages from the site {origin}. Add it to the allowed sites on the source’s page.',
    },
  },
  'source.paused': {
    sort: 'unavailable',
    words: {
      zh: '此来源已暂停接收，请稍后重发。',
      en: 'This source is paused. Send it again later.',
    },
  },
  'source.wrong-order': {
    sort: 'invalid',
    words: { zh: '行为已保存，但没有记成消费：{reason}', en: 'The event was kept, but it did not become a purchase: {reason}' },
  },
})

export type SourceProblemCode = keyof typeof sourceProblems
