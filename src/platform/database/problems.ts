import { defineProblems } from '../../core/kit/problem.ts'

/** What can go wrong with the database before a single request is served. */
export const databaseProblems = defineProblems({
  'database.no-binaries': {
    sort: 'unavailable',
    words: {
      zh: '没有适用于本机（{platform}）的内置 PostgreSQL。请安装 PostgreSQL 15 或更高版本，并用 DATABASE_URL 指向它。',
      en: 'There is no built-in PostgreSQL for this machine ({platform}). Install PostgreSQL 15 or newer and point DATABASE_URL at it.',
    },
  },
  'database.no-account': {
    sort: 'unavailable',
    words: {
      zh: 'PostgreSQL 不能以 root 身份运行，而本机没有 postgres 或 nobody 账户。请以普通用户启动。',
      en: 'PostgreSQL refuses to run as root, and this machine has neither a postgres nor a nobody account. Start as an ordinary user.',
    },
  },
  'database.not-begun': {
    sort: 'missing',
    words: {
      zh: '{place} 里还没有常客的数据。请检查 --data 或 DATABASE_URL 是否写对；新装的，请先用 npm start 启动一次。',
      en: 'There is no data of Regulars in {place} yet. Check --data or DATABASE_URL; where it is new, start it once with npm start.',
    },
  },
  'database.folder-is-file': {
    sort: 'unavailable',
    words: {
      zh: '{folder} 是一个文件，不是文件夹。请用 --data 换一个文件夹。',
      en: '{folder} is a file, not a folder. Choose a folder with --data.',
    },
  },
  'database.folder-unwritable': {
    sort: 'unavailable',
    words: {
      zh: '无法写入数据文件夹 {folder}（{reason}）。请检查权限，或用 --data 换一个文件夹。',
      en: 'The data folder {folder} cannot be written ({reason}). Check its permissions, or choose another with --data.',
    },
  },
  'database.wrong-owner': {
    sort: 'unavailable',
    words: {
      zh: '数据库文件夹 {folder} 属于另一个账户。请用当初创建它的账户启动。',
      en: 'The database folder {folder} belongs to another account. Start with the account that made it.',
    },
  },
  'database.password-lost': {
    sort: 'unavailable',
    words: {
      zh: '数据文件夹中有数据库，但缺少密码文件 {file}。请从备份恢复该文件。',
      en: 'The data folder holds a database, but its password file {file} is missing. Restore that file from a backup.',
    },
  },
  'database.cluster-lost': {
    sort: 'unavailable',
    words: {
      zh: '数据文件夹指向的数据库 {folder} 不存在。请从备份恢复；若确实要从空白开始，请用 --data 换一个文件夹。',
      en: 'The database {folder} that the data folder speaks of does not exist. Restore it from a backup, or choose another folder with --data to begin anew.',
    },
  },
  'database.in-use': {
    sort: 'conflict',
    words: {
      zh: '数据文件夹 {folder} 正被另一个正在运行的常客使用。请先停止它，或用 --data 换一个文件夹。',
      en: 'The data folder {folder} is in use by another running Regulars. Stop that one first, or choose another folder with --data.',
    },
  },
  'database.did-not-start': {
    sort: 'unavailable',
    words: {
      zh: '内置数据库没有启动：{reason}。详情见 {file}。',
      en: 'The built-in database did not start: {reason}. See {file} for more.',
    },
  },
  'database.unreachable': {
    sort: 'unavailable',
    words: {
      zh: '无法连接数据库 {where}：{reason}。请检查 DATABASE_URL，以及数据库是否已启动。',
      en: 'The database at {where} cannot be reached: {reason}. Check DATABASE_URL and that the database is running.',
    },
  },
  'database.away': {
    sort: 'unavailable',
    words: {
      zh: '数据库暂时连不上，通常几秒内会自动恢复。请稍后用同样的内容再试；若一直如此，请告诉管理员。',
      en: 'The database cannot be reached at the moment; it usually comes back by itself within seconds. Try again shortly with the same content, and tell your administrator if it goes on.',
    },
  },
  'database.plain': {
    sort: 'conflict',
    words: {
      zh: '到数据库 {host} 的连接没有加密，密码和客户资料会明文传输，所以没有连接。请在 DATABASE_URL 后面加 ?sslmode=verify-full（服务器证书不是公认机构签发的，再加 &sslrootcert=证书文件）；如果这段网络确实安全（例如容器内网、隧道），设 DATABASE_ALLOW_PLAIN=1。',
      en: 'The connection to the database at {host} is not encrypted, so its password and all customers would travel in the clear; nothing was connected. Add ?sslmode=verify-full to DATABASE_URL (with &sslrootcert=file for a certificate of your own); if the way there is safe (a network of containers, a tunnel), set DATABASE_ALLOW_PLAIN=1.',
    },
  },
  'database.too-slow': {
    sort: 'unavailable',
    words: {
      zh: '等了太久还没有算完，已经停下，没有改动任何内容。请减少条件、缩短时间范围，或稍后再试；若常常如此，请告诉管理员。',
      en: 'This took too long and was stopped; nothing was changed. Use fewer conditions or a shorter time, or try again later, and tell your administrator if it happens often.',
    },
  },
  'database.too-old': {
    sort: 'unavailable',
    words: {
      zh: '数据库是 PostgreSQL {version}，需要 15 或更高版本。请升级数据库。',
      en: 'The database is PostgreSQL {version}; 15 or newer is needed. Upgrade it.',
    },
  },
  'database.wrong-encoding': {
    sort: 'unavailable',
    words: {
      zh: "数据库的编码是 {encoding}，存不了中文，没有改动任何内容。请新建一个 UTF8 的数据库：create database regulars encoding 'UTF8' locale 'C.UTF-8' template template0",
      en: "The encoding of the database is {encoding}, which cannot hold Chinese; nothing was changed. Make one of UTF8: create database regulars encoding 'UTF8' locale 'C.UTF-8' template template0",
    },
  },
  'database.extension-missing': {
    sort: 'unavailable',
    words: {
      zh: '数据库缺少扩展 {extension}，且当前账户无权安装。请让数据库管理员执行：create extension {extension}',
      en: 'The database lacks the extension {extension}, and this role may not add it. Ask its administrator to run: create extension {extension}',
    },
  },
  'database.newer': {
    sort: 'conflict',
    words: {
      zh: '这个数据库由更新版本的常客创建（结构版本 {found}，本程序只到 {known}）。数据未被改动；请升级程序后再启动。',
      en: 'The database was made by a newer version of Regulars (schema {found}; this program knows {known}). Nothing was changed; upgrade the program and start again.',
    },
  },
  'database.migration-changed': {
    sort: 'conflict',
    words: {
      zh: '数据库结构变更 {file} 在执行之后被改动过。请恢复原文件，把新的变更写入新的编号文件。',
      en: 'The migration {file} was changed after it had been applied. Restore it, and write the new change as a new numbered file.',
    },
  },
  'database.migration-misnamed': {
    sort: 'invalid',
    words: {
      zh: '数据库结构变更文件 {file} 命名有误：{reason}。正确的形式如 0001-customers.sql，编号不可重复。',
      en: 'The migration {file} is misnamed: {reason}. A right name looks like 0001-customers.sql, and no number comes twice.',
    },
  },
  'database.migration-failed': {
    sort: 'unavailable',
    words: {
      zh: '数据库结构变更 {file} 第 {statement} 条语句失败：{reason}。该文件的改动已全部撤回。',
      en: 'Statement {statement} of the migration {file} failed: {reason}. Nothing of that file was kept.',
    },
  },
})
