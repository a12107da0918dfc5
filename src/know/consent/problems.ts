import { defineProblems } from '../../core/kit/problem.ts'

export const consentProblems = defineProblems({
  'consent.unknown-purpose': {
    sort: 'missing',
    words: {
      zh: '没有“{purpose}”这个用途，可能已停用。请刷新后再选。',
      en: 'There is no purpose “{purpose}”; it may have been retired. Reload and choose again.',
    },
  },
  'consent.channel-elsewhere': {
    sort: 'invalid',
    words: {
      zh: '“{purpose}”不通过这个渠道。请换一个渠道，或先在设置里加上。',
      en: '“{purpose}” does not go by this channel. Choose another, or add it in the settings first.',
    },
  },
  'consent.guardian-needed': {
    sort: 'conflict',
    words: {
      zh: '这位客户不满 {age} 岁，同意须由监护人作出。请填写监护人的姓名、关系、联系方式和证明。',
      en: 'This customer is below {age}; a guardian must agree. Give the guardian’s name, relation, contact and proof.',
    },
  },
  'consent.in-the-future': {
    sort: 'invalid',
    words: { zh: '时间不能晚于现在。请改正后再保存。', en: 'That time has not come yet. Correct it and save again.' },
  },
  'consent.over-already': {
    sort: 'invalid',
    words: { zh: '有效期必须晚于现在。', en: 'The consent must be good for some time yet.' },
  },
  'consent.code-taken': {
    sort: 'conflict',
    words: {
      zh: '已有代码为“{code}”的用途。请换一个代码。',
      en: 'There is a purpose with the code “{code}” already. Choose another code.',
    },
  },
  'consent.standing-purpose': {
    sort: 'conflict',
    words: { zh: '“{purpose}”是系统自带的用途，不能停用。', en: '“{purpose}” comes with the product and cannot be retired.' },
  },
  'consent.purpose-in-use': {
    sort: 'conflict',
    words: {
      zh: '模板“{template}”用着这个用途。请先改模板，再停用。',
      en: 'The template “{template}” has this purpose. Change the template first.',
    },
  },
  'consent.same-wording': {
    sort: 'conflict',
    words: { zh: '措辞与现在的完全相同，没有新建版本。', en: 'The wording is the same as the present one, so no version was made.' },
  },
})
