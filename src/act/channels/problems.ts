import { defineProblems } from '../../core/kit/problem.ts'

export const channelProblems = defineProblems({
  'subscription.account-wrong': {
    sort: 'invalid',
    words: {
      zh: '请选择一个 Webhook 账号；未保存。没有的话先到“设置 → 渠道”添加。',
      en: 'Choose a webhook account; nothing was saved. Add one under Settings → Channels first.',
    },
  },
  'subscription.kind-unknown': {
    sort: 'invalid',
    words: { zh: '没有“{kind}”这种事件；未保存。', en: 'There are no facts of the kind “{kind}”; nothing was saved.' },
  },
  'subscription.by-key': {
    sort: 'conflict',
    words: {
      zh: '事件订阅按一位同事的权限推送，接口密钥不能新建或修改；未保存。请登录后在“设置 → 渠道 → 事件订阅”操作。',
      en: 'A subscription has the rights of a colleague, so an API key can neither make nor change one; nothing was saved. Sign in and do it under Settings → Channels → Subscriptions.',
    },
  },
  'channel.unknown-vendor': {
    sort: 'invalid',
    words: { zh: '这个渠道没有服务商“{vendor}”。请从列表中选择。', en: 'The channel has no vendor “{vendor}”. Choose one from the list.' },
  },
  'channel.field-wrong': {
    sort: 'invalid',
    words: {
      zh: '“{field}”的格式不对，例如 {example}；未保存。',
      en: '“{field}” does not look right; it should be like {example}. Nothing was saved.',
    },
  },
  'channel.field-missing': {
    sort: 'invalid',
    words: { zh: '请填写“{field}”；未保存。', en: 'Fill in “{field}”; nothing was saved.' },
  },
  'channel.secret-needed': {
    sort: 'invalid',
    words: {
      zh: '接口地址或账号变了，请重新填写“{field}”；未保存。原来的密钥不会发给别的地址。',
      en: 'The address or the account changed, so enter “{field}” again; nothing was saved. The old secret is never sent elsewhere.',
    },
  },
  'channel.account-missing': {
    sort: 'missing',
    words: { zh: '没有这个渠道账号。请到“设置 → 渠道”查看。', en: 'There is no such account. See Settings → Channels.' },
  },
  'channel.account-in-use': {
    sort: 'conflict',
    words: {
      zh: '还有 {count} 条消息要从这个账号发出，不能删除。可以先停用它，或等消息发完。',
      en: '{count} {count|message is|messages are} still to leave by this account, so it cannot be deleted. Switch it off, or wait until they are gone.',
    },
  },
  'channel.account-named': {
    sort: 'conflict',
    words: {
      zh: '{names}还指定用这个账号，不能删除。请先在那里换一个账号；暂时不用可以先停用它。',
      en: 'It cannot be deleted while it is chosen in {names}. Choose another account there first; to leave it unused, switch it off.',
    },
  },
  'channel.text-there-already': {
    sort: 'conflict',
    words: { zh: '编号 {code} 已经登记过了。', en: 'The code {code} is registered already.' },
  },
  'channel.no-texts': {
    sort: 'conflict',
    words: { zh: '这个渠道不需要登记文本。', en: 'Nothing needs to be registered for this channel.' },
  },
  'channel.text-needed': {
    sort: 'invalid',
    words: { zh: '请选择一条已登记的文本。', en: 'Choose one of the registered texts.' },
  },
  'channel.address-taken': {
    sort: 'conflict',
    words: {
      zh: '这个关注者已经属于客户“{name}”。若是同一个人，请先合并客户。',
      en: 'This follower belongs to “{name}” already. If they are the same person, merge the customers first.',
    },
  },
  'channel.wrong-signature': {
    sort: 'denied',
    words: {
      zh: '回调的签名、时间或接收方不对，已拒收。',
      en: 'The signature, the time or the receiver of the call is wrong; it was refused.',
    },
  },
  'channel.call-unreadable': {
    sort: 'invalid',
    words: { zh: '无法读取回调的内容。', en: 'The call could not be read.' },
  },
  'channel.call-again': {
    sort: 'unavailable',
    words: { zh: '回执比消息先到，请稍后再发一次。', en: 'The receipt came before its message; send it again shortly.' },
  },
})
