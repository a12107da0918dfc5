import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'

/** fine: nothing to do · look: it works, and somebody should see to it · broken: something does not work */
export const doctorStates = ['fine', 'look', 'broken'] as const
export type DoctorState = (typeof doctorStates)[number]

export const doctorNames = [
  'node',
  'database',
  'encoding',
  'disk',
  'folder',
  'account',
  'keys',
  'schema',
  'indexes',
  'bloat',
  'transactions',
  'connections',
  'clock',
  'zones',
  'mail',
  'sender',
  'mailbox',
  'channels',
  'backup',
  'drill',
  'backup-key',
  'beside',
  'sealing',
  'audit',
  'chain',
  'work',
  'heads',
  'inbox',
  'address',
  'memory',
  'quiet',
] as const
export type DoctorName = (typeof doctorNames)[number]

export const doctorShape = z.object({
  at: z.iso.datetime(),
  checks: z.array(
    z.object({
      name: z.enum(doctorNames),
      state: z.enum(doctorStates),
      /** Which of the sentences of the check. */
      says: z.string(),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})
export type DoctorAnswer = z.output<typeof doctorShape>
export type DoctorCheck = DoctorAnswer['checks'][number]

export const stateWords: Record<DoctorState, Words> = {
  fine: { zh: '正常', en: 'Fine' },
  look: { zh: '请留意', en: 'Look here' },
  broken: { zh: '有问题', en: 'Broken' },
}

/** A check that itself failed. */
export const unknownWords: Words = { zh: '没能检查：{reason}', en: 'Could not be looked at: {reason}' }

/** What each check is called, and what it says of what it found; the sentence of trouble says what to do as well. */
export const doctorWords: Record<DoctorName, { readonly label: Words; readonly says: Readonly<Record<string, Words>> }> = {
  node: {
    label: { zh: 'Node 版本', en: 'Node' },
    says: {
      fine: { zh: 'Node {version}', en: 'Node {version}' },
      old: {
        zh: 'Node {version} 太旧，需要 24 以上。请用 npm start 启动，它自带合适的版本。',
        en: 'Node {version} is too old; 24 is needed. Start with npm start, which brings the right one.',
      },
    },
  },
  database: {
    label: { zh: '数据库版本', en: 'Database' },
    says: {
      fine: { zh: 'PostgreSQL {version}，大小 {size}', en: 'PostgreSQL {version}, {size}' },
      old: {
        zh: 'PostgreSQL {version} 太旧，需要 15 以上。请升级数据库。',
        en: 'PostgreSQL {version} is too old; 15 is needed. Upgrade it.',
      },
    },
  },
  encoding: {
    label: { zh: '编码与排序', en: 'Encoding and collation' },
    says: {
      fine: { zh: '{encoding}，{collation}', en: '{encoding}, {collation}' },
      encoding: {
        zh: '数据库编码是 {encoding}，中文会出错。请新建 UTF8 编码的数据库，再用备份恢复。',
        en: 'The database is in {encoding}, in which Chinese breaks. Make one in UTF8 and restore a backup into it.',
      },
      collation: {
        zh: '数据库的字符类别是 {collation}，按中文搜索会找不到。请用 C.UTF-8 新建数据库，再用备份恢复。',
        en: 'The database’s character type is {collation}, with which Chinese is not found by search. Make one with C.UTF-8 and restore a backup into it.',
      },
      version: {
        zh: '系统的排序规则从 {before} 变成了 {now}，按文字的索引可能找不全。请空闲时执行：reindex database 和 alter database … refresh collation version。',
        en: 'The system’s collation went from {before} to {now}, and indexes of text may miss rows. In a quiet hour run reindex database and alter database … refresh collation version.',
      },
    },
  },
  disk: {
    label: { zh: '磁盘空间', en: 'Disk' },
    says: {
      fine: { zh: '还剩 {free}（{percent}%）', en: '{free} left ({percent}%)' },
      low: {
        zh: '只剩 {free}（{percent}%）。请尽快腾出空间，或减少保留的备份。',
        en: 'Only {free} left ({percent}%). Make room soon, or keep fewer backups.',
      },
      full: {
        zh: '只剩 {free}，随时可能写不进去。请立即腾出空间。',
        en: 'Only {free} left; writing may fail at any moment. Make room now.',
      },
    },
  },
  folder: {
    label: { zh: '数据文件夹', en: 'Data folder' },
    says: {
      fine: { zh: '{folder}，只有本程序的账户能读密钥', en: '{folder}; only this account can read its keys' },
      unwritable: { zh: '写不进 {folder}（{reason}）。请检查权限。', en: '{folder} cannot be written ({reason}). Check its permissions.' },
      open: { zh: '别的账户能读 {file}。请执行：chmod 600 {file}', en: 'Other accounts can read {file}. Run: chmod 600 {file}' },
    },
  },
  account: {
    label: { zh: '运行账户', en: 'Account' },
    says: {
      fine: { zh: '以普通账户运行', en: 'Runs as an ordinary account' },
      root: { zh: '以 root 运行。能用，但建议换成普通账户。', en: 'Runs as root. It works; an ordinary account is safer.' },
      superuser: {
        zh: '数据库账户 {role} 是超级用户，权限过大。请换成只拥有本数据库的账户。',
        en: 'The database role {role} is a superuser, which is too much. Use one that owns this database only.',
      },
      strong: {
        zh: '数据库账户 {role} 有多余的权限（{what}）。请数据库管理员收回：alter role {role} with {undo}',
        en: 'The database role {role} may more than it needs ({what}). Have the administrator take it away: alter role {role} with {undo}',
      },
    },
  },
  keys: {
    label: { zh: '密钥文件', en: 'Key files' },
    says: {
      fine: { zh: '都在，并与数据相符', en: 'There, and they fit the data' },
      missing: {
        zh: '缺少 {file}。请从备份恢复它，否则封存的密码和字段读不出来。',
        en: '{file} is missing. Bring it back from a backup, or sealed passwords and fields cannot be read.',
      },
      foreign: {
        zh: '密钥与数据不符：{what} 打不开。请放回原来的密钥文件。',
        en: 'The keys do not fit the data: {what} cannot be opened. Put the old key file back.',
      },
    },
  },
  schema: {
    label: { zh: '数据库结构', en: 'Schema' },
    says: {
      fine: { zh: '第 {number} 版，已是最新', en: 'Version {number}, up to date' },
      behind: {
        zh: '还有 {count} 个结构变更没有执行。请重新启动程序，它会自动执行。',
        en: '{count} {count|migration is|migrations are} still to be applied. Start the program again; it does so by itself.',
      },
      newer: {
        zh: '数据库比程序新（{number}）。请升级程序。',
        en: 'The database is newer than the program ({number}). Upgrade the program.',
      },
    },
  },
  indexes: {
    label: { zh: '索引', en: 'Indexes' },
    says: {
      fine: { zh: '{count} 个，全部有效', en: '{count}, all valid' },
      invalid: {
        zh: '{count} 个索引无效（{names}）。请逐个执行 reindex index。',
        en: '{count} {count|index is|indexes are} invalid ({names}). Run reindex index on each.',
      },
    },
  },
  bloat: {
    label: { zh: '表的整理', en: 'Dead rows' },
    says: {
      fine: { zh: '数据库自己整理得过来', en: 'The database keeps up with clearing them' },
      bloated: {
        zh: '{table} 里有 {percent}% 是已删除的行，会变慢。空闲时执行 vacuum {table}。',
        en: '{percent}% of {table} are dead rows, which makes it slow. Run vacuum {table} in a quiet hour.',
      },
      wraparound: {
        zh: '事务编号已用掉 {percent}%。请尽快执行 vacuum freeze。',
        en: '{percent}% of the transaction numbers are used. Run vacuum freeze soon.',
      },
    },
  },
  transactions: {
    label: { zh: '长事务', en: 'Long transactions' },
    says: {
      fine: { zh: '没有', en: 'None' },
      long: {
        zh: '有一个事务已开了 {minutes} 分钟（{who}）。它会拖慢一切；请看看是什么，必要时结束它。',
        en: 'A transaction has been open for {minutes} minutes ({who}). It slows everything down; see what it is and end it if need be.',
      },
    },
  },
  connections: {
    label: { zh: '数据库连接', en: 'Connections' },
    says: {
      fine: { zh: '已用 {used} 个，上限 {limit}', en: '{used} of {limit} used' },
      many: {
        zh: '已用 {used} 个，上限 {limit}，快满了。请关掉不用的程序，或调高 max_connections。',
        en: '{used} of {limit} used; they run out. Close what is not needed, or raise max_connections.',
      },
    },
  },
  clock: {
    label: { zh: '时钟', en: 'Clocks' },
    says: {
      fine: { zh: '程序与数据库相差 {seconds} 秒', en: 'Program and database differ by {seconds} s' },
      skewed: {
        zh: '程序与数据库的时钟相差 {seconds} 秒。请在两边都打开时间同步（NTP）。',
        en: 'The clocks of program and database differ by {seconds} s. Switch time synchronisation (NTP) on at both.',
      },
    },
  },
  zones: {
    label: { zh: '时区资料', en: 'Time zones' },
    says: {
      fine: { zh: '{zone}，程序与数据库一致', en: '{zone}, the same in program and database' },
      unknown: {
        zh: '数据库不认识时区 {zone}。请更新数据库的时区资料。',
        en: 'The database does not know the time zone {zone}. Update its time zone data.',
      },
      differ: {
        zh: '程序与数据库对 {zone} 的时间不一致。请更新其中较旧的一方。',
        en: 'Program and database disagree about the time in {zone}. Update the older one.',
      },
    },
  },
  mail: {
    label: { zh: '发信服务器', en: 'Mail server' },
    says: {
      fine: { zh: '{host} 可以连接', en: '{host} can be reached' },
      none: { zh: '还没有设置。要发邮件，请到“设置 › 发信”填写。', en: 'Not set. To send mails, fill it in under Settings › Mail.' },
      unreachable: {
        zh: '连不上 {host}:{port}（{reason}）。请检查地址和网络，或联系邮件服务商。',
        en: '{host}:{port} cannot be reached ({reason}). Check the address and the network, or ask the provider.',
      },
    },
  },
  sender: {
    label: { zh: '发信域名', en: 'Sender’s domain' },
    says: {
      fine: { zh: '{domain} 的 SPF、DKIM、DMARC 记录都在', en: 'SPF, DKIM and DMARC records of {domain} are there' },
      none: { zh: '还没有用自己的域名发信', en: 'No mails under a domain of your own yet' },
      spf: {
        zh: '{domain} 没有 SPF 记录，邮件容易进垃圾箱。请在域名服务商处加一条 TXT 记录：v=spf1 include:（邮件服务商给出的域名） ~all',
        en: '{domain} has no SPF record, so mails land among junk. Add a TXT record at your domain’s provider: v=spf1 include:(the domain your mail service names) ~all',
      },
      unsigned: {
        zh: '{domain} 的邮件没有 DKIM 签名。请到“设置 › 发信”生成密钥；若邮件服务商代为签名，可不理会。',
        en: 'Mails of {domain} are not signed (DKIM). Make a key under Settings › Mail; ignore this if your mail service signs them.',
      },
      dkim: {
        zh: '邮件带 DKIM 签名，但 {name} 没有 TXT 记录，收件方会当作伪造。请把“设置 › 发信”里给出的记录加到域名。',
        en: 'Mails are signed, and {name} has no TXT record: receivers take them for forged. Add the record shown under Settings › Mail to your domain.',
      },
      'other-key': {
        zh: '{name} 的记录是另一把密钥的，签名验证不过。请换成“设置 › 发信”里给出的记录。',
        en: 'The record of {name} is of another key, so signatures fail. Replace it with the one shown under Settings › Mail.',
      },
      dmarc: {
        zh: '{domain} 没有 DMARC 记录。大的邮箱服务商会要求它：请加 TXT 记录 _dmarc.{domain}，内容 v=DMARC1; p=none',
        en: '{domain} has no DMARC record, which large mail services ask for. Add the TXT record _dmarc.{domain}: v=DMARC1; p=none',
      },
    },
  },
  mailbox: {
    label: { zh: '收信邮箱', en: 'Mailbox for answers' },
    says: {
      fine: { zh: '{host} 一小时内读过', en: '{host} was read within the hour' },
      none: {
        zh: '没有设置；退信和回复不会自己回到客户名下',
        en: 'Not set; bounces and answers do not find their customers by themselves',
      },
      failed: {
        zh: '读不了 {host}（{reason}）。退信和退订回复没有处理；请到“设置 › 发信”检查账号。',
        en: '{host} cannot be read ({reason}). Bounces and answers of withdrawal wait; check the account under Settings › Mail.',
      },
      unread: {
        zh: '{host} 已 {hours} 小时没有读过。请确认程序一直在运行；若是，请重新启动它。',
        en: '{host} was not read for {hours} {hours|hour|hours}. See that the program runs all the time; if it does, start it again.',
      },
    },
  },
  channels: {
    label: { zh: '渠道账号', en: 'Accounts of channels' },
    says: {
      fine: { zh: '{count} 个在用，都能用', en: '{count} in use, all of them work' },
      none: {
        zh: '还没有。要发短信、企业微信或微信服务号消息，请到“设置 › 渠道”添加。',
        en: 'None yet. To send SMS, WeCom or WeChat messages, add one under Settings › Channels.',
      },
      failed: {
        zh: '“{name}”上次检查没通过（{reason}）。请到“设置 › 渠道”查看。',
        en: '“{name}” failed its last check ({reason}). See Settings › Channels.',
      },
      stopped: {
        zh: '“{name}”的发送已暂停（{reason}）。请到“设置 › 渠道”查看。',
        en: 'Sending by “{name}” stands still ({reason}). See Settings › Channels.',
      },
    },
  },
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
    label: { zh: '加密转换', en: 'Turning over sealed values' },
    says: {
      fine: { zh: '没有做到一半的', en: 'None is unfinished' },
      unfinished: {
        zh: '{count} 项加密转换停了一小时以上（做到 {percent}%）。请到“设置 › 加密字段”继续，或重新启动程序。',
        en: '{count} {count|turning-over has|turnings-over have} stood still for more than an hour (at {percent}%). Go on under Settings › Sealed fields, or start the program again.',
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
  inbox: {
    label: { zh: '收件文件夹', en: 'Inbox' },
    says: {
      fine: { zh: '可读写', en: 'Can be read and written' },
      none: {
        zh: '还没有（{folder}）；定时导入从文件夹取文件时才需要。',
        en: 'Not there ({folder}); only scheduled imports from the folder need it.',
      },
      unwritable: { zh: '读写不了 {folder}（{reason}）。请检查权限。', en: '{folder} cannot be used ({reason}). Check its permissions.' },
    },
  },
  address: {
    label: { zh: '公开网址', en: 'Public address' },
    says: {
      fine: { zh: '{url}', en: '{url}' },
      local: {
        zh: '是 {url}，别人的电脑和邮件里的链接打不开。请设置环境变量 PUBLIC_URL。',
        en: 'It is {url}, which other machines and links in mails cannot open. Set the variable PUBLIC_URL.',
      },
      plain: {
        zh: '{url} 没有用 https，密码会明文传输。请在前面加一层 https。',
        en: '{url} is not https; passwords travel in the clear. Put https in front.',
      },
      exposed: {
        zh: '程序监听 {host}，别的机器能直接以明文连进来（公开网址是 {url}）。请让它只听 127.0.0.1，并在前面加 https 反向代理。',
        en: 'The program listens on {host}, where other machines reach it in the clear (the public address is {url}). Let it listen on 127.0.0.1 alone, with an https proxy in front.',
      },
      proxied: {
        zh: '设了 TRUST_PROXY，但公开网址 {url} 不是 https：登录的 cookie 不会标为安全。请把 PUBLIC_URL 改成大家用的 https 网址。',
        en: 'TRUST_PROXY is set, but the public address {url} is not https, so cookies are not marked secure. Set PUBLIC_URL to the https address people use.',
      },
      proxy: {
        zh: '{url} 是 https，却没有设 TRUST_PROXY。若前面有反向代理，请设为它的层数。',
        en: '{url} is https and TRUST_PROXY is not set. If a proxy stands in front, set it to how many.',
      },
    },
  },
  memory: {
    label: { zh: '内存', en: 'Memory' },
    says: {
      fine: { zh: '本程序 {used}，本机可用 {free}', en: 'This program {used}, free on the machine {free}' },
      low: {
        zh: '本机只剩 {free} 可用。请关掉别的程序，或加内存。',
        en: 'Only {free} are free on the machine. Close other programs, or add memory.',
      },
    },
  },
  quiet: {
    label: { zh: '运行状态', en: 'State' },
    says: {
      fine: { zh: '正常运行', en: 'At work' },
      quiet: {
        zh: '这是恢复出来的静默副本，不发送任何东西。确认原系统已停用后，到“备份”页恢复运行。',
        en: 'This is a quiet restored copy that sends nothing. Once the old system is off, let it work on the page of backups.',
      },
    },
  },
}
