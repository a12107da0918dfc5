import { defineProblems } from '../../core/kit/problem.ts'

export const privacyProblems = defineProblems({
  'privacy.missing': {
    sort: 'missing',
    words: { zh: '没有这个请求。请回到列表刷新。', en: 'There is no such request. Go back to the list and reload.' },
  },
  'privacy.ended': {
    sort: 'conflict',
    words: {
      zh: '这个请求已经结束，没有改动。需要时请另开一个。',
      en: 'This request has ended; nothing was changed. Open another if it is needed.',
    },
  },
  'privacy.unverified': {
    sort: 'conflict',
    words: {
      zh: '还没有核实提出请求的人是谁，所以没有执行。请先记下如何核实的。',
      en: 'Nobody has verified who asks, so nothing was done. Say first how they were verified.',
    },
  },
  'privacy.not-extendable': {
    sort: 'conflict',
    words: {
      zh: '这个请求的期限不能延长（已延长过，或法律不允许）。',
      en: 'This request’s time cannot be extended: it was before, or its law knows no extension.',
    },
  },
  'privacy.two-kinds': {
    sort: 'conflict',
    words: { zh: '请求不是“{kind}”，不能这样办理。', en: 'The request does not ask to {kind}, so this does not answer it.' },
  },
  'erasure.under-way': {
    sort: 'conflict',
    words: {
      zh: '这位客户的删除已在进行或等待确认，没有重复开始。',
      en: 'This customer is being erased, or waits for a second person; it was not begun twice.',
    },
  },
  'erasure.missing': { sort: 'missing', words: { zh: '没有这个删除。请刷新页面。', en: 'There is no such erasure. Reload the page.' } },
  'erasure.same-person': {
    sort: 'denied',
    words: {
      zh: '须由另一位有权限的同事确认，发起人不能自己确认。',
      en: 'Another colleague with the right must confirm; who asked for it cannot.',
    },
  },
  'erasure.not-waiting': {
    sort: 'conflict',
    words: { zh: '这个删除不在等待确认，没有改动。', en: 'This erasure does not wait to be confirmed; nothing was changed.' },
  },
  'erasure.changed': {
    sort: 'conflict',
    words: {
      zh: '预览之后客户的资料有了变化，没有删除。请重新查看预览再确认。',
      en: 'The customer has changed since the preview, so nothing was erased. Look at the preview again.',
    },
  },
  'export.gone': {
    sort: 'missing',
    words: {
      zh: '这份数据副本已不在：已过期、已停止或本人已被删除。请重新生成。',
      en: 'This copy is gone: its days are over, it was stopped, or the person was erased. Make another.',
    },
  },
  'export.not-ready': { sort: 'conflict', words: { zh: '数据副本还在生成，请稍候。', en: 'The copy is still being made. Wait a moment.' } },
  'suppression.none': {
    sort: 'missing',
    words: {
      zh: '这位客户的联系方式不在不再营销名单里。',
      en: 'None of this customer’s addresses is on the no-marketing list.',
    },
  },
  'restriction.standing': {
    sort: 'conflict',
    words: { zh: '这位客户正在被删除，限制不能解除。', en: 'This customer is being erased or was; the restriction cannot be lifted.' },
  },
})
