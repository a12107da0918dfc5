import { defineProblems } from '../../core/kit/problem.ts'

/** What can go wrong with backups, each in one plain sentence and with what to do. */
export const backupProblems = defineProblems({
  'backup.running': {
    sort: 'conflict',
    words: {
      zh: '已有一个备份或恢复演练正在进行。请等它结束，或先停止它。',
      en: 'A backup or a restore drill is under way already. Wait for it, or stop it first.',
    },
  },
  'backup.stopped': {
    sort: 'conflict',
    words: { zh: '已按要求停止，没有留下半个备份。', en: 'Stopped as asked; no half backup was left behind.' },
  },
  'backup.disk-full': {
    sort: 'unavailable',
    words: {
      zh: '磁盘空间不足：{folder} 还剩 {free}，大约需要 {needed}。请腾出空间或换一个位置；没有留下半个备份。',
      en: 'The disk is too full: {folder} has {free} left and about {needed} are needed. Make room or choose another place; no half backup was left behind.',
    },
  },
  'backup.unwritable': {
    sort: 'unavailable',
    words: {
      zh: '无法写入 {place}（{reason}）。请检查权限和路径；没有留下半个备份。',
      en: '{place} cannot be written ({reason}). Check its permissions and path; no half backup was left behind.',
    },
  },
  'backup.unreachable': {
    sort: 'unavailable',
    words: {
      zh: '无法读写备份位置“{place}”：{reason}。请检查路径或地址、密钥和网络。',
      en: 'The backup target “{place}” cannot be used: {reason}. Check its path or address, keys and network.',
    },
  },
  'backup.none': {
    sort: 'missing',
    words: {
      zh: '{place} 里没有完整的备份。还没有备份过的，请先备份；要恢复的，请检查路径：应是放着 regulars-… 文件夹的那一层，restore --list 列出那里有哪些。',
      en: 'There is no complete backup in {place}. If none was made yet, make one. To restore, check the path: it is the folder in which the folders regulars-… lie, and restore --list says which are there.',
    },
  },
  'backup.key-missing': {
    sort: 'invalid',
    words: {
      zh: '恢复需要备份密钥：请用 --key 给出下载的密钥文件，或密钥本身（以 RG1 开头）。',
      en: 'A restore needs the backup key: give the key file you downloaded, or the key itself (it begins with RG1), with --key.',
    },
  },
  'backup.key-malformed': {
    sort: 'invalid',
    words: {
      zh: '这不是完整的备份密钥：少了或错了几个字符。请照下载的文件重新输入。',
      en: 'This is not a whole backup key: characters are missing or wrong. Enter it again as it stands in the file you downloaded.',
    },
  },
  'backup.key-wrong': {
    sort: 'conflict',
    words: {
      zh: '这个备份是用另一把密钥做的（密钥标记 {needed}，给出的是 {given}）。没有改动任何内容；请找到对应的密钥。',
      en: 'This backup was made with another key (mark {needed}; yours is {given}). Nothing was touched; find the key that fits.',
    },
  },
  'backup.damaged': {
    sort: 'conflict',
    words: {
      zh: '备份已损坏：{part}（{reason}）。没有改动任何内容；请换一个备份或另一处的副本。',
      en: 'The backup is damaged: {part} ({reason}). Nothing was touched; use another backup or the copy of another place.',
    },
  },
  'backup.newer': {
    sort: 'conflict',
    words: {
      zh: '这个备份来自更新版本的常客（结构 {found}，本程序只到 {known}）。没有改动任何内容；请先升级程序。',
      en: 'The backup was made by a newer version of Regulars (schema {found}; this program knows {known}). Nothing was touched; upgrade the program first.',
    },
  },
  'backup.foreign-schema': {
    sort: 'conflict',
    words: {
      zh: '备份里的数据库结构 {file} 与本程序的不一样。没有改动任何内容；请用做备份的那个版本恢复。',
      en: 'The schema {file} in the backup is not that of this program. Nothing was touched; restore with the version that made the backup.',
    },
  },
  'restore.not-empty': {
    sort: 'conflict',
    words: {
      zh: '这里已有数据（{rows} 位客户），不会覆盖。若确要换成备份里的内容，请加 --replace，原有的会另存一旁。',
      en: 'There is data here already ({rows} customers), and it is not overwritten. To put the backup in its place add --replace; what is here is kept aside.',
    },
  },
  'restore.in-use': {
    sort: 'conflict',
    words: {
      zh: '另一个常客正在使用这个数据库。请先停止它再恢复。',
      en: 'Another Regulars is using this database. Stop it before you restore.',
    },
  },
  'restore.half': {
    sort: 'conflict',
    words: {
      zh: '上一次恢复没有完成，数据不完整，因此不启动。请重新运行恢复命令，它会从头再来。',
      en: 'The last restore did not finish and the data is not whole, so the program does not start. Run the restore again; it begins anew.',
    },
  },
  'restore.keys-missing': {
    sort: 'conflict',
    words: {
      zh: '备份旁边缺少个人密钥文件 {file}，客户资料无法打开。没有改动任何内容；请把它一起拿来。',
      en: 'The file of personal keys {file} is missing beside the backup, so customers cannot be opened. Nothing was touched; bring it along.',
    },
  },
})
