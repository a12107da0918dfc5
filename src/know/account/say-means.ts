import type { Words } from '../../core/kit/words.ts'

const meansWords: Readonly<Record<string, Words>> = {
  password: { zh: '密码', en: 'password' },
  link: { zh: '一次性链接', en: 'one-time link' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  provider: { zh: '单点登录', en: 'single sign-on' },
  code: { zh: '验证码', en: 'code' },
}

/** How somebody came in: a passkey is a second factor by itself, beside all others one is named. */
export function sayMeans(means: string, strong: boolean): Words {
  const said = meansWords[means] ?? { zh: means, en: means }
  return strong && means !== 'passkey' ? { zh: `${said.zh}加两步验证`, en: `${said.en} and second factor` } : said
}
