import type { CheckWords } from './check-words.ts'

/** What the doctor says of the machine, the data folder and how the program was started. */
export const machineWords = {
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
  'sign-in': {
    label: { zh: '负责人的登录', en: 'How owners sign in' },
    says: {
      fine: { zh: '都不是只靠密码', en: 'None by a password alone' },
      alone: {
        zh: '{count} 位负责人只靠密码登录（{names}），密码泄露就什么都能被看到。请他们在“我的账号”设置两步验证或通行密钥，或在“设置 → 安全”要求大家使用。',
        en: '{count} {count|owner signs|owners sign} in by a password alone ({names}); whoever gets it sees everything. Set up a second factor or a passkey under My account, or demand it under Settings → Security.',
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
      back: {
        zh: '最近的记录里有比现在晚 {minutes} 分钟的：这台机器的时钟往回走过。请核对时间并打开时间同步（NTP），否则验证码、定时任务和到期都会出错。',
        en: 'What was written lately is up to {minutes} {minutes|minute|minutes} ahead of now: this machine’s clock went back. Set it right and switch time synchronisation (NTP) on, or codes, schedules and due times go wrong.',
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
} as const satisfies Readonly<Record<string, CheckWords>>
