import { defineProblems } from '../../core/kit/problem.ts'

/** What can go wrong with the audit. */
export const auditProblems = defineProblems({
  'audit.unwritable': {
    sort: 'unavailable',
    words: {
      zh: '审计记录现在写不进去，所以这件事没有做：没有留下记录，就不能查看或导出客户资料。请管理员检查数据库，然后再试。',
      en: 'The audit cannot be written at the moment, so this was not done: what leaves no trace is neither shown nor exported. Ask your administrator to look at the database, then try again.',
    },
  },
  'audit.out-of-reach': {
    sort: 'missing',
    words: {
      zh: '这条资料不存在，或不在其权限范围内；回答的是“找不到”。',
      en: 'The record is not there, or is out of their reach; they were told that there is none.',
    },
  },
  'audit.too-young': {
    sort: 'invalid',
    words: {
      zh: '审计记录至少要保留 {days} 天（网络安全法的要求）。请填 {days} 或更大的数。',
      en: 'Audit entries are kept for {days} days at least, as the law asks. Enter {days} or more.',
    },
  },
  'audit.no-alarm': {
    sort: 'missing',
    words: {
      zh: '这条提醒已经处理过了。请刷新页面。',
      en: 'This alarm was settled already. Refresh the page.',
    },
  },
})
