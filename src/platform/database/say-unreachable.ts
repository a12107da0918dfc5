import { codeOf } from '../../core/kit/error-code.ts'
import type { Words } from '../../core/kit/words.ts'

const hungUp: Words = {
  zh: '对方接通后就断开了，可能不是数据库，或不允许从这里连接',
  en: 'what answers there hung up; it may be no database, or let nobody in from here',
}
const noPostgresTls: Words = {
  zh: '对方不像 PostgreSQL 那样应答 TLS，可能是别的程序',
  en: 'what answers there does not speak TLS as PostgreSQL does; it may be another program',
}

/** What drivers and systems say by a code, as whoever set DATABASE_URL would say it. */
const reasons: Readonly<Record<string, Words>> = {
  '28P01': { zh: '用户名或密码不对', en: 'its user or password is wrong' },
  '28000': { zh: '服务器不允许这个用户从这里登录', en: 'the server does not let this user in from here' },
  '3D000': { zh: '服务器上没有这个数据库', en: 'the server has no database of that name' },
  '53300': { zh: '服务器的连接已经用完', en: 'the server has no connection left' },
  '57P03': { zh: '服务器正在启动或关闭', en: 'the server is just starting or shutting down' },
  ECONNREFUSED: { zh: '那里没有数据库在监听', en: 'no database listens there' },
  ENOTFOUND: { zh: '没有这个名字的服务器', en: 'there is no machine of that name' },
  EAI_AGAIN: { zh: '现在查不到这个名字的服务器', en: 'the name of the machine cannot be looked up at the moment' },
  ECONNRESET: hungUp,
  EPROTO: noPostgresTls,
  CERT_HAS_EXPIRED: { zh: '服务器的证书已过期', en: 'its certificate has run out' },
  ETIMEDOUT: { zh: '服务器没有回应', en: 'the machine does not answer' },
  EHOSTUNREACH: { zh: '到不了这台服务器', en: 'there is no way to that machine' },
  ENETUNREACH: { zh: '到不了这台服务器', en: 'there is no way to that machine' },
  ERR_INVALID_URL: { zh: '这个地址的写法不对', en: 'the address is not written as one' },
  SELF_SIGNED_CERT_IN_CHAIN: { zh: '服务器的证书不是公认机构签发的', en: 'nobody known has signed its certificate' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { zh: '服务器的证书不是公认机构签发的', en: 'nobody known has signed its certificate' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { zh: '服务器的证书不是公认机构签发的', en: 'nobody known has signed its certificate' },
  ERR_TLS_CERT_ALTNAME_INVALID: { zh: '服务器的证书是给另一个名字的', en: 'its certificate is for another name' },
}

/** The same for what the driver says in words alone. */
const sentences: readonly (readonly [RegExp, Words])[] = [
  [/password must be a (?:non-empty )?string/, { zh: '地址里缺少密码', en: 'the address has no password, and the server asks for one' }],
  [/does not support SSL/, { zh: '服务器没有开启 TLS', en: 'the server does not speak TLS' }],
  [/establishing an SSL connection/, noPostgresTls],
  [/terminated unexpectedly/, hungUp],
  [/timeout exceeded|connection timeout/, { zh: '服务器没有回应', en: 'the machine does not answer' }],
]

/** Why a database cannot be reached, in words; what nobody foresaw is told as the driver tells it. */
export function sayUnreachable(error: unknown): Words {
  // A name with several addresses fails once for each of them.
  if (error instanceof AggregateError && error.errors.length > 0) return sayUnreachable(error.errors.at(-1))
  const code = codeOf(error)
  const message = error instanceof Error && error.message !== '' ? error.message : String(error)
  return reasons[code] ?? sentences.find(([said]) => said.test(message))?.[1] ?? { zh: message, en: message }
}
