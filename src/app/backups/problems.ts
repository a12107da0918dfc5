import { defineProblems } from '../../core/kit/problem.ts'

/** What the page of backups refuses. */
export const backupPageProblems = defineProblems({
  'backup.secret-needed': {
    sort: 'invalid',
    words: { zh: '地址或账号变了，请重新填写密钥。', en: 'The address or the account changed; enter the secret key again.' },
  },
  'backup.path-relative': {
    sort: 'invalid',
    words: { zh: '请填写完整路径，例如 /mnt/backup 或 D:\\backup。', en: 'Give the whole path, like /mnt/backup or D:\\backup.' },
  },
  'backup.home-stays': {
    sort: 'conflict',
    words: {
      zh: '数据文件夹里的备份位置不能移除；备份先做在那里，再复制到别处。',
      en: 'The place in the data folder stays: backups are made there and copied to the others.',
    },
  },
  'backup.broken-off': {
    sort: 'unavailable',
    words: {
      zh: '中途断了（程序被关闭或断电），没有留下半个备份。请再做一次。',
      en: 'It broke off (the program was ended or the power failed); no half backup was left. Make another.',
    },
  },
  'backup.unexpected': {
    sort: 'unavailable',
    words: {
      zh: '出了意外：{reason}。请再试；若再次出现，请附上这句话反馈。',
      en: 'Something unexpected went wrong: {reason}. Try again, and report it with this sentence if it happens again.',
    },
  },
  'backup.drill-red': {
    sort: 'conflict',
    words: {
      zh: '备份能恢复，但恢复出来的数据有不对的地方，见演练结果。请马上做一个新备份再演练；若仍不通过，请反馈。',
      en: 'The backup could be brought back, but something in it is not right: see the drill. Make a new backup at once and try again; if it fails again, report it.',
    },
  },
})
