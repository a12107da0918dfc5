import { defineProblems } from '../../core/kit/problem.ts'

export const rightsProblems = defineProblems({
  'rights.field-closed': {
    sort: 'denied',
    words: {
      zh: '您的角色不能改动“{field}”。没有保存任何内容；需要的话，请联系负责人开通。',
      en: 'Your role does not let you change “{field}”. Nothing was saved; ask the owner if you need it.',
    },
  },
  'rights.not-everything': {
    sort: 'denied',
    words: {
      zh: '这件事会涉及所有客户，而您只能看到其中一部分。请由能看到全部客户的同事来做。',
      en: 'This reaches every customer, and you see only some of them. Ask a colleague who sees all of them to do it.',
    },
  },
  'rights.figures-hidden': {
    sort: 'denied',
    words: {
      zh: '这些数字要用到您的角色看不到的内容，所以没有显示，也不按 0 计。需要的话，请联系负责人开通。',
      en: 'These figures are made of what your role does not show you. They are left out, not counted as nought; ask the owner if you need them.',
    },
  },
  'rights.dots-moved': {
    sort: 'invalid',
    words: {
      zh: '这段文字里有 {count} 处号码您看不到，显示为 {dots}。请把这些圆点原样留在原处，或全部删掉以去掉号码；尚未保存任何内容。',
      en: 'This text holds {count} {count|number|numbers} that you may not see, shown as {dots}. Leave the dots where they stand, or take all of them out to remove the numbers; nothing was saved.',
    },
  },
  'rights.taken-elsewhere': {
    sort: 'conflict',
    words: {
      zh: '{field}已属于另一位客户，而那位客户不在您的权限范围内。没有保存任何内容，请联系主管核对。',
      en: 'This {field} belongs to another customer, who is beyond your rights. Nothing was saved; ask your manager to look into it.',
    },
  },
})
