import { defineProblems } from '../../core/kit/problem.ts'

export const sealingSwitchProblems = defineProblems({
  'sealing.used-in-rules': {
    sort: 'conflict',
    words: {
      zh: '{names} 按“{label}”的一部分筛选，加密后无法再这样筛选。请先改成按完整的值或后四位，或去掉这个条件。',
      en: '{names} {many|compares|compare} “{label}” by parts of it, which cannot be done once it is encrypted. Change that to the whole value or the last four characters, or take the condition out, then try again.',
    },
  },
  'sealing.used-in-templates': {
    sort: 'conflict',
    words: {
      zh: '模板{names}写明了“{label}”，而加密保存的内容不会出现在消息里。请先从模板中去掉。',
      en: 'The {many|template|templates} {names} {many|writes|write} “{label}” into messages, and what is kept encrypted stands in no message. Take it out of there, then try again.',
    },
  },
  'sealing.no-person-key': {
    sort: 'conflict',
    words: {
      zh: '这位客户没有用个人密钥加密的内容，不需要更换。',
      en: 'Nothing of this customer is sealed under a key of their own, so there is none to change.',
    },
  },
  'sealing.turning': {
    sort: 'conflict',
    words: {
      zh: '联系方式正在后台转换。请等它完成后再试。',
      en: 'Contact details are being turned over just now. Wait until that is through, then try again.',
    },
  },
  'sealing.nothing-sealed': {
    sort: 'conflict',
    words: {
      zh: '还没有加密保存的联系方式，不需要更换密钥。要加密，请先在下面打开。',
      en: 'No contact details are kept encrypted, so there is no key to change. Switch their encryption on first, if you want it.',
    },
  },
  'sealing.nothing-under-way': {
    sort: 'conflict',
    words: {
      zh: '这一项没有正在进行的转换。请刷新页面查看。',
      en: 'Nothing of this is being turned over at the moment. Load the page again to see how it stands.',
    },
  },
})
