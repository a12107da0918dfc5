import { defineProblems } from '../../core/kit/problem.ts'

export const valueProblems = defineProblems({
  'rfm.edges-wrong': {
    sort: 'invalid',
    words: {
      zh: '“{name}”的分界要正好 {count} 个，并且从小到大各不相同。请修改后再试，尚未保存任何内容。',
      en: 'The edges of “{name}” must be exactly {count}, each greater than the one before. Change them and try again; nothing was saved.',
    },
  },
  'rfm.nobody-bought': {
    sort: 'conflict',
    words: {
      zh: '还没有客户消费过，无从评分。请先导入消费记录。',
      en: 'Nobody has bought yet, so nobody can be scored. Import purchases first.',
    },
  },
  'rfm.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '评分方式刚刚被别人改过。请刷新后再看一遍试算结果。',
      en: 'The scoring was changed by somebody else just now. Reload and look at the trial again.',
    },
  },
})
