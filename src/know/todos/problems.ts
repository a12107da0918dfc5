import { defineProblems } from '../../core/kit/problem.ts'

export const todoProblems = defineProblems({
  'todo.no-person': {
    sort: 'denied',
    words: {
      zh: '提醒邮件是发给个人的，API 密钥没有自己的待办。请登录后在“待办”页设置。',
      en: 'A reminder goes to a person, and a key has no to-dos of its own. Sign in and set it on the page of to-dos.',
    },
  },
  'todo.not-yours': {
    sort: 'denied',
    words: {
      zh: '“{title}”由{name}负责，只有本人、添加人或经理以上可以改动。需要的话，请联系他们。',
      en: '“{title}” is for {name}. Only they, whoever made it, or a manager may change it; ask one of them.',
    },
  },
  'todo.unknown-assignee': {
    sort: 'invalid',
    words: {
      zh: '没有这位可以负责的同事，可能已停用。请从列表中重新选择。',
      en: 'There is no such colleague to assign it to; the account may be disabled. Choose another from the list.',
    },
  },
  'todo.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '“{title}”刚刚被别人改过，您的修改没有保存。请刷新后再改。',
      en: '“{title}” has just been changed by somebody else; your change was not saved. Reload and change it again.',
    },
  },
  'call.when': {
    sort: 'invalid',
    words: { zh: '约定再打，请选好什么时候；结果还没有保存。', en: 'To call back, choose when; the result was not saved yet.' },
  },
  'todo.ended': {
    sort: 'conflict',
    words: {
      zh: '“{title}”已经完成或取消。需要再做的话，请先重新打开。',
      en: '“{title}” is done or cancelled. Reopen it first if there is still something to do.',
    },
  },
})
