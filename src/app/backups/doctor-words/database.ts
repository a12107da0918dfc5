import type { CheckWords } from './check-words.ts'

/** What the doctor says of the database. */
export const databaseWords = {
  database: {
    label: { zh: '数据库版本', en: 'Database' },
    says: {
      fine: { zh: 'PostgreSQL {version}，大小 {size}', en: 'PostgreSQL {version}, {size}' },
      old: {
        zh: 'PostgreSQL {version} 太旧，需要 15 以上。请升级数据库。',
        en: 'PostgreSQL {version} is too old; 15 is needed. Upgrade it.',
      },
      unsafe: {
        zh: '数据库关掉了 {names}，断电时会丢失已经保存的内容，甚至损坏。请数据库管理员逐个执行 alter system set … = on，再执行 select pg_reload_conf()。',
        en: 'Off in the database: {names}. A power cut loses what was saved, or breaks it. Have the administrator run alter system set … = on for each, then select pg_reload_conf().',
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
} as const satisfies Readonly<Record<string, CheckWords>>
