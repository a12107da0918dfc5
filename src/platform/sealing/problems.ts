import { defineProblems } from '../../core/kit/problem.ts'

export const sealingProblems = defineProblems({
  'sealing.keys-unreadable': {
    sort: 'conflict',
    words: {
      zh: '读不出加密密钥 {file}。请放回原来的密钥文件，再重新启动；数据没有改动。',
      en: 'The encryption keys in {file} cannot be read. Put the right key file back and start again; nothing was changed.',
    },
  },
  'sealing.wrong-keys': {
    sort: 'conflict',
    words: {
      zh: '加密密钥 {file} 不属于这个数据库，已加密的字段会无法读取，因此没有启动。请放回与这个数据库一起使用的密钥文件；数据没有改动。',
      en: 'The encryption keys in {file} do not belong to this database, so its sealed fields could not be read and the program did not start. Put back the key file that was used with it; nothing was changed.',
    },
  },
  'sealing.keys-missing': {
    sort: 'conflict',
    words: {
      zh: '找不到加密密钥 {file}，而这个数据库里有用它加密的内容，因此没有启动。请放回这个文件；数据没有改动。',
      en: 'The encryption keys {file} are not there, although this database was used with them, so the program did not start. Put that file back; nothing was changed.',
    },
  },
  'sealing.keys-outside': {
    sort: 'conflict',
    words: {
      zh: '密钥由环境变量 REGULARS_KEY 提供。请在它后面加上逗号和一个新密钥，重新启动后再更换。',
      en: 'The keys come from the variable REGULARS_KEY. Add a comma and a new key behind it, start again, then change the key here.',
    },
  },
  'sealing.at-work': {
    sort: 'conflict',
    words: {
      zh: '上一次更换密钥还没有完成。请等它完成后再试。',
      en: 'The last change of keys is not finished yet. Wait until it is, then try again.',
    },
  },
  'sealing.altered': {
    sort: 'conflict',
    words: {
      zh: '这个加密的值已被改动，或是从别的记录或字段移来的，因此没有显示。请从备份恢复，或重新填写。',
      en: 'This sealed value was altered, or moved here from another record or field, so it is not shown. Restore it from a backup, or enter it again.',
    },
  },
})
