import { defineProblems } from '../../core/kit/problem.ts'

export const interactionProblems = defineProblems({
  'interaction.not-yours': {
    sort: 'denied',
    words: {
      zh: '这条记录由{name}所写，只有本人在 {days} 天内、或经理以上可以改动。需要更正的话，请联系经理。',
      en: 'This was written by {name}. Only they, within {days} days, or a manager may change it; ask a manager.',
    },
  },
  'interaction.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '这条记录刚刚被改过，您的修改没有保存。请刷新后再改。',
      en: 'This record has just been changed; your change was not saved. Reload and change it again.',
    },
  },
  'interaction.outcome-of-other': {
    sort: 'invalid',
    words: {
      zh: '“{kind}”没有“{outcome}”这种结果。请从列出的结果中选择。',
      en: 'The outcome “{outcome}” does not belong to the kind “{kind}”. Choose one of those listed.',
    },
  },
  'interaction.in-the-future': {
    sort: 'invalid',
    words: {
      zh: '互动时间还没有到。已经发生的才记为互动；将要做的请添加待办。',
      en: 'That time has not come yet. Record what has happened; make a to-do of what is still to be done.',
    },
  },
  'interaction.nothing-to-restore': {
    sort: 'missing',
    words: {
      zh: '没有可以恢复的记录，可能已经恢复。请刷新页面查看。',
      en: 'There is nothing to restore; it may be there again already. Reload the page to see.',
    },
  },
})
