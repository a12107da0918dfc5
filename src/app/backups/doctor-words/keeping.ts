import type { CheckWords } from './check-words.ts'

/** What the doctor says of backups, sealed values, the audit and the work in the background. */
export const keepingWords = {
  backup: {
    label: { zh: '最近的备份', en: 'Newest backup' },
    says: {
      fine: { zh: '{hours} 小时前，{size}', en: '{hours} {hours|hour|hours} ago, {size}' },
      fresh: { zh: '不到一小时前，{size}', en: 'Less than an hour ago, {size}' },
      none: { zh: '还没有备份。请现在做一个。', en: 'There is none. Make one now.' },
      old: {
        zh: '最近一次是 {hours} 小时前。请看看为什么没有按时备份。',
        en: 'The newest is {hours} hours old. See why none was made in time.',
      },
      failed: { zh: '最近一次备份失败。请看看原因，再做一次。', en: 'The last backup failed. See why, and make another.' },
      alone: {
        zh: '登记的备份位置只有这台机器的数据文件夹，磁盘坏了备份就和数据一起没了。请到“备份”页添加一个别处的位置。',
        en: 'The data folder of this machine is the only place of backups that is set up; if its disk breaks they go with the data. Add a place elsewhere on the page of backups.',
      },
      target: { zh: '备份没能放到“{name}”。请检查那个位置。', en: 'The backup did not get to “{name}”. Check that place.' },
    },
  },
  drill: {
    label: { zh: '恢复演练', en: 'Restore drill' },
    says: {
      fine: { zh: '{days} 天前通过', en: 'Passed {days} {days|day|days} ago' },
      today: { zh: '一天之内通过', en: 'Passed within the last day' },
      none: { zh: '还没有演练过。没有试过的备份不算数，请演练一次。', en: 'None yet. A backup that was never tried is none; try one.' },
      old: { zh: '已 {days} 天没有演练。请演练一次。', en: 'None for {days} days. Try one.' },
      failed: {
        zh: '最近一次演练没有通过。请马上做一个新备份，再演练一次。',
        en: 'The last drill failed. Make a new backup at once and try again.',
      },
    },
  },
  'backup-key': {
    label: { zh: '备份密钥', en: 'Backup key' },
    says: {
      fine: { zh: '已下载保管（标记 {mark}）', en: 'Downloaded and kept (mark {mark})' },
      damaged: {
        zh: '数据文件夹里的 backup.key 已损坏。请用下载的密钥文件替换它。',
        en: 'The file backup.key in the data folder is damaged. Put the key file you downloaded in its place.',
      },
      kept: {
        zh: '还没有下载。这台机器坏了就打不开备份；请在“备份”页下载并另存。',
        en: 'Not downloaded. If this machine is lost, no backup opens; download it on the page of backups and keep it elsewhere.',
      },
    },
  },
  beside: {
    label: { zh: '备份旁的密钥文件', en: 'Keys beside the backups' },
    says: {
      fine: { zh: '{count} 个文件都在', en: 'All {count} files are there' },
      none: { zh: '还没有备份', en: 'There is no backup yet' },
      missing: {
        zh: '{folder} 里缺少 {file}，那里的备份都恢复不了。请从另一个备份位置复制回来；没有的话，马上做一个新备份。',
        en: '{file} is missing in {folder}, and no backup there can be restored. Copy it back from another place of backups; without one, make a new backup at once.',
      },
    },
  },
  sealing: {
    label: { zh: '加密转换', en: 'Conversion of sealed values' },
    says: {
      fine: { zh: '没有做到一半的', en: 'None is unfinished' },
      unfinished: {
        zh: '{count} 项加密转换停了一小时以上（做到 {percent}%）。请到“设置 → 加密”继续，或重新启动程序。',
        en: '{count} {count|conversion has|conversions have} stood still for more than an hour (at {percent}%). Go on under Settings → Encryption, or start the program again.',
      },
    },
  },
  audit: {
    label: { zh: '审计保护', en: 'Audit protection' },
    says: {
      fine: { zh: '程序的数据库账户改不了审计记录', en: 'The program’s database role cannot change it' },
      open: {
        zh: '数据库账户 {role} 还能改审计记录。请让数据库管理员执行“审计”页给出的 SQL。',
        en: 'The database role {role} could still change it. Have the database’s administrator run the SQL shown on the audit page.',
      },
    },
  },
  chain: {
    label: { zh: '审计链', en: 'The audit’s chain' },
    says: {
      fine: { zh: '{days} 天内整条检查过，完好', en: 'Checked whole within {days} {days|day|days}' },
      none: { zh: '还没有整条检查过；夜里会自己检查', en: 'Not checked as a whole yet; the program does so at night' },
      old: {
        zh: '已 {days} 天没有整条检查。请到“审计”页检查一次。',
        en: 'Not checked as a whole for {days} days. Do so on the audit page.',
      },
      broken: {
        zh: '有 {count} 处对不上：有人改过审计记录。请到“审计”页看是哪些，保留现场，不要删除备份。',
        en: 'It does not hold at {count} {count|place|places}: somebody changed audit entries. See which on the audit page, leave all as it is and delete no backup.',
      },
    },
  },
  work: {
    label: { zh: '后台工作', en: 'Work' },
    says: {
      fine: { zh: '没有卡住的', en: 'None stuck' },
      stuck: {
        zh: '有 {count} 项工作失败或卡住。请看首页的“需要处理”。',
        en: '{count} {count|piece|pieces} of work failed or {count|is|are} stuck. See what needs attention on the home page.',
      },
      messages: {
        zh: '有 {count} 条消息等了一小时以上还没发出。请检查发信服务器。',
        en: '{count} {count|message has|messages have} waited for more than an hour. Check the mail server.',
      },
    },
  },
  heads: {
    label: { zh: '指标更新', en: 'Freshness' },
    says: {
      fine: { zh: '没有积压', en: 'Nothing waits' },
      behind: {
        zh: '有 {count} 位客户的指标还没算到最新。若一直不减少，请重新启动程序。',
        en: '{count} {count|customer is|customers are} not worked out yet. If the number does not fall, start the program again.',
      },
    },
  },
} as const satisfies Readonly<Record<string, CheckWords>>
