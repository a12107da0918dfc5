import { defineProblems } from '../../core/kit/problem.ts'

export const exportProblems = defineProblems({
  'export.missing': {
    sort: 'missing',
    words: {
      zh: '没有这次导出，可能已经结束或服务器重启过。请重新导出。',
      en: 'There is no such export; it may be long over, or the server was restarted. Export again.',
    },
  },
  'export.busy': {
    sort: 'limit',
    words: {
      zh: '已有 {most} 个导出在进行。请等其中一个完成后再试。',
      en: '{most} exports are running already. Try again when one of them is done.',
    },
  },
  'export.yours': {
    sort: 'limit',
    words: {
      zh: '您已有 {most} 个导出在进行。请等其中一个完成，或停止一个，然后再试。',
      en: '{most} exports of yours are running already. Wait for one to end, or stop one, then try again.',
    },
  },
})
