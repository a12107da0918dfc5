import { unlistedWords } from '../../core/kit/outgoing-doors.ts'
import type { Words } from '../../core/kit/words.ts'
import { defineProblems } from '../../core/kit/problem.ts'

export const shopProblems = defineProblems({
  'shop.currency-fixed': {
    sort: 'conflict',
    words: {
      zh: '已有以 {currency} 记录的消费，币种不能改成 {wanted}；设置未保存。若要换币种，请另建一个数据文件夹重新导入。',
      en: 'Purchases are kept in {currency}, so the currency cannot become {wanted}; nothing was saved. For another currency, import into a new data folder.',
    },
  },
  'smtp.missing': {
    sort: 'conflict',
    words: { zh: '还没有设置发信服务器。请先填写并保存。', en: 'There is no mail server yet. Enter one and save it first.' },
  },
  'smtp.password-lost': {
    sort: 'conflict',
    words: {
      zh: '保存的发信密码读不出来了：数据库换了数据文件夹，而密钥没有一起搬来。请重新输入密码并保存。',
      en: 'The kept mail password can no longer be read: the database was moved without the key in its data folder. Enter the password again and save.',
    },
  },
  'dkim.no-key': {
    sort: 'invalid',
    words: {
      zh: '这不是能用来签名的私钥；设置未保存。请粘贴 PEM 格式的 RSA 私钥（1024 到 4096 位），或留空由系统生成。',
      en: 'This is no private key that can sign; nothing was saved. Paste an RSA key in PEM form (1024 to 4096 bits), or leave it empty to have one made.',
    },
  },
  'inbox.missing': {
    sort: 'conflict',
    words: { zh: '还没有设置收信邮箱。请先填写并保存。', en: 'There is no inbox yet. Enter one and save it first.' },
  },
  'smtp.password-needed': {
    sort: 'invalid',
    words: {
      zh: '服务器或用户名变了，请重新输入密码；设置未保存。原密码不会发给别的服务器。',
      en: 'The server or the user changed, so enter the password again; nothing was saved. The old password is never sent to another server.',
    },
  },
})

/** What became of a test mail, by what to look at. */
export const smtpVerdicts = {
  sent: {
    zh: '测试邮件已被 {host} 接收，请到收件箱查看（也看看垃圾邮件）。',
    en: '{host} took the test mail. Look in the inbox, and in spam too.',
  },
  host: { zh: '找不到服务器 {host}。请检查服务器地址的拼写。', en: 'There is no server {host}. Check its spelling.' },
  connection: {
    zh: '{host} 的 {port} 端口拒绝了连接或中途断开。请检查端口；465 需打开“TLS 直连”，587 和 25 需关闭。',
    en: '{host} refused the connection on port {port} or broke it off. Check the port; 465 needs direct TLS on, 587 and 25 need it off.',
  },
  timeout: {
    zh: '{host} 的 {port} 端口没有应答。可能是防火墙拦截、端口不对，或 465 端口没有打开“TLS 直连”。',
    en: '{host} did not answer on port {port}. A firewall, a wrong port, or port 465 without direct TLS can be the cause.',
  },
  tls: {
    zh: '与 {host} 建立加密连接失败。请检查“TLS 直连”是否与 {port} 端口相符，以及服务器证书是否有效。',
    en: 'The encrypted connection to {host} failed. Check that direct TLS fits port {port}, and that the server’s certificate is valid.',
  },
  'sign-in': {
    zh: '{host} 不接受这个用户名和密码。许多邮箱要用专门的“授权码”，而不是登录密码。',
    en: '{host} does not accept this user and password. Many mail providers want an app password in place of the usual one.',
  },
  sender: {
    zh: '{host} 不允许用 {from} 发信。发件地址通常须与登录的邮箱一致。',
    en: '{host} does not let {from} send. The sender usually has to be the mailbox that signs in.',
  },
  busy: {
    zh: '{host} 现在还不收这封邮件（灰名单、限额或太忙），设置不用改，过几分钟再试；正式发出的消息会自动重试。它的原话在下面。',
    en: '{host} does not take the mail yet (greylisting, a quota, or it is busy). Nothing has to be changed: try again in some minutes; messages are tried again by themselves. Its own words are below.',
  },
  recipient: { zh: '{host} 拒收寄给 {to} 的邮件。请检查收件地址。', en: '{host} refuses mail to {to}. Check the address.' },
  unlisted: unlistedWords,
  unknown: {
    zh: '邮件内容已发出，但 {host} 没有回答是否收下。请到收件箱查看。',
    en: 'The mail went out, but {host} did not say whether it took it. Look in the inbox.',
  },
  other: { zh: '{host} 没有接收测试邮件。它的原话在下面。', en: '{host} did not take the test mail. Its own words are below.' },
} satisfies Record<string, Words>

/** What became of trying the inbox, by what to look at. */
export const inboxVerdicts = {
  opened: {
    zh: '已打开 {host} 上的“{folder}”，之后自动读取。',
    en: '{folder} on {host} was opened; from now on it is read by itself.',
  },
  host: { zh: '找不到服务器 {host}。请检查服务器地址的拼写。', en: 'There is no server {host}. Check its spelling.' },
  connection: {
    zh: '{host} 的 {port} 端口拒绝了连接或中途断开。IMAP 通常用 993 端口并打开“TLS 直连”；有的邮箱要先在网页里开启 IMAP。',
    en: '{host} refused the connection on port {port} or broke it off. IMAP usually speaks direct TLS on port 993; some providers want IMAP switched on in their web mail first.',
  },
  timeout: {
    zh: '{host} 的 {port} 端口没有应答。可能是防火墙拦截、端口不对，或 993 端口没有打开“TLS 直连”。',
    en: '{host} did not answer on port {port}. A firewall, a wrong port, or port 993 without direct TLS can be the cause.',
  },
  tls: {
    zh: '与 {host} 建立加密连接失败。请检查“TLS 直连”是否与 {port} 端口相符，以及服务器证书是否有效。',
    en: 'The encrypted connection to {host} failed. Check that direct TLS fits port {port}, and that the server’s certificate is valid.',
  },
  'sign-in': {
    zh: '{host} 不接受 {user} 和这个密码。许多邮箱要用专门的“授权码”，并先开启 IMAP。',
    en: '{host} does not accept {user} and this password. Many providers want an app password, and IMAP switched on first.',
  },
  folder: {
    zh: '已登录 {host}，但没有名为“{folder}”的文件夹。收件箱通常叫 INBOX。',
    en: 'Signed in to {host}, but there is no folder “{folder}”. The inbox is usually called INBOX.',
  },
  unlisted: unlistedWords,
  other: { zh: '{host} 没有让我们打开文件夹。它的原话在下面。', en: '{host} did not let the folder be opened. Its own words are below.' },
} satisfies Record<string, Words>
