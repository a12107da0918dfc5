import { defineProblems } from '../../core/kit/problem.ts'

/** What can go wrong at the door. */
export const accessProblems = defineProblems({
  'access.wrong-password': {
    sort: 'unsigned',
    words: {
      zh: '邮箱或密码不对，请重新输入。忘记密码的话，请联系负责人重设。',
      en: 'E-mail and password do not belong together. Try again, or ask the owner to reset your password.',
    },
  },
  'access.wrong-code': {
    sort: 'unsigned',
    words: {
      zh: '验证码不对，或已经用过。请等应用显示下一个验证码再试；手机时间要准确。',
      en: 'The code is wrong or was used already. Wait for the next one in your app; the phone’s clock has to be right.',
    },
  },
  'access.step-over': {
    sort: 'unsigned',
    words: {
      zh: '这一步已经过期，或试错太多次。请从头登录。',
      en: 'This step is over: too much time passed, or too many tries. Sign in from the beginning.',
    },
  },
  'access.factor-lost': {
    sort: 'conflict',
    words: {
      zh: '验证器的密钥读不出来了：数据库换了数据文件夹，而密钥没有一起搬来。请用恢复码登录，或请负责人重设。',
      en: 'The authenticator’s secret can no longer be read: the database was moved without the key in its data folder. Use a recovery code, or ask the owner to reset it.',
    },
  },
  'access.not-fresh': {
    sort: 'denied',
    words: {
      zh: '这件事比较敏感，请先再次确认是您本人（密码、验证码或通行密钥），然后重试。',
      en: 'This is sensitive. Confirm first that it is you (password, code or passkey), then try again.',
    },
  },
  'access.must-password': {
    sort: 'denied',
    words: { zh: '您的密码已超过 90 天，请先换一个新密码。', en: 'Your password is more than 90 days old. Choose a new one first.' },
  },
  'access.must-second-factor': {
    sort: 'denied',
    words: {
      zh: '这里要求两步验证。请先设置或验证第二步，然后继续。',
      en: 'A second factor is required here. Set it up or show it first, then go on.',
    },
  },
  'access.passkey-refused': {
    sort: 'unsigned',
    words: {
      zh: '这个通行密钥没有被接受：可能已移除、用时太久，或没有验证指纹、面容或 PIN。请重试，或换一种登录方式。',
      en: 'This passkey was not accepted: it may have been removed, it took too long, or no fingerprint, face or PIN was checked. Try again, or sign in another way.',
    },
  },
  'access.passkey-known': {
    sort: 'conflict',
    words: { zh: '这个通行密钥已经添加过了。', en: 'This passkey was added already.' },
  },
  'access.passkey-missing': {
    sort: 'missing',
    words: {
      zh: '找不到这个通行密钥，可能已移除。请刷新页面。',
      en: 'There is no such passkey; it may have been removed. Refresh the page.',
    },
  },
  'access.passkey-address': {
    sort: 'conflict',
    words: {
      zh: '通行密钥需要域名，不能用于 IP 地址（{address}）。请把环境变量 PUBLIC_URL 设为 https 域名。',
      en: 'Passkeys need a name and do not work with an IP address ({address}). Set the variable PUBLIC_URL to an https name.',
    },
  },
  'access.provider-missing': {
    sort: 'missing',
    words: { zh: '这个登录方式已不再提供。请刷新页面。', en: 'This way to sign in is no longer offered. Refresh the page.' },
  },
  'access.provider-unlisted': {
    sort: 'unavailable',
    words: {
      zh: '没有连接“{name}”：它的地址不在允许连接的外部地址里。请负责人在“设置 → 安全”里加上，或先用密码登录。',
      en: '{name} was not connected to: its address is not among those that may be reached. The owner adds it under Settings → Security; meanwhile sign in with a password.',
    },
  },
  'access.provider-away': {
    sort: 'unavailable',
    words: {
      zh: '“{name}”没有回答。请稍后再试，或换一种登录方式。',
      en: '{name} does not answer. Try again later, or sign in another way.',
    },
  },
  'access.provider-private': {
    sort: 'conflict',
    words: {
      zh: '“{name}”的地址指向内部网络或不是 https，没有连接。若确实在内网，请在启动时设 SIGN_IN_ALLOW_PRIVATE=1。',
      en: 'The address of {name} leads into the own network or is not https; nothing was connected. If it really stands inside, start the program with SIGN_IN_ALLOW_PRIVATE=1.',
    },
  },
  'access.provider-refused': {
    sort: 'denied',
    words: {
      zh: '没能通过“{name}”登录：它的回答无效，或您取消了。请重试；再次出现请告诉负责人。',
      en: 'Signing in with {name} did not work: its answer was not valid, or you cancelled. Try again, and tell the owner if it happens again.',
    },
  },
  'access.provider-secret-lost': {
    sort: 'conflict',
    words: {
      zh: '“{name}”的密钥读不出来了：数据库换了数据文件夹。请在安全设置里重新填写。',
      en: 'The secret of {name} can no longer be read: the database was moved to another data folder. Enter it again in the security settings.',
    },
  },
  'access.provider-stranger': {
    sort: 'denied',
    words: {
      zh: '这个账号在这里没有对应的用户。请负责人邀请您，或换一种登录方式。',
      en: 'There is no user here for this account. Ask the owner to invite you, or sign in another way.',
    },
  },
  'access.provider-unverified': {
    sort: 'denied',
    words: {
      zh: '“{name}”没有说明您的邮箱已验证，所以不能据此登录。请在那里验证邮箱后再试。',
      en: '{name} does not say that your e-mail is verified, so it cannot sign you in. Verify it there and try again.',
    },
  },
  'access.provider-other': {
    sort: 'denied',
    words: {
      zh: '这个邮箱在这里已与“{name}”的另一个账号相连。请联系负责人。',
      en: 'This e-mail is joined to another account of {name} here. Ask the owner.',
    },
  },
  'access.no-session': {
    sort: 'denied',
    words: { zh: '这件事只能由登录的人来做，API 密钥不行。', en: 'Only somebody who signed in can do this, not an API key.' },
  },
  'access.key-scope': {
    sort: 'denied',
    words: {
      zh: '这个 API 密钥的范围不包括这个接口。请负责人换一个范围更大的密钥。',
      en: 'This is outside what this API key is for. Ask the owner for a key with a wider scope.',
    },
  },
  'access.session-missing': {
    sort: 'missing',
    words: { zh: '这个登录已经结束了。请刷新页面。', en: 'This session is over already. Refresh the page.' },
  },
  'access.password-plain': {
    sort: 'invalid',
    words: {
      zh: '密码须含大写字母、小写字母、数字、符号（或汉字）中的至少三种。',
      en: 'The password needs three of these: capital letters, small letters, figures, signs (or letters of other scripts).',
    },
  },
  'access.password-reused': {
    sort: 'invalid',
    words: { zh: '最近 {n} 个密码不能再用。请换一个。', en: 'None of the last {n} passwords may be used again. Choose another.' },
  },
  'access.too-many-tries': {
    sort: 'limit',
    words: { zh: '尝试次数太多，请 {minutes} 分钟后再试。', en: 'Too many tries. Wait {minutes} {minutes|minute|minutes} and try again.' },
  },
  'access.too-many-wrong-keys': {
    sort: 'limit',
    words: {
      zh: '来自这个地址的错误密钥太多。请核对密钥，{minutes} 分钟后再试；正确的密钥不受影响。',
      en: 'Too many wrong keys came from this address. Check the key and try again in {minutes} {minutes|minute|minutes}; right keys go on working.',
    },
  },
  'access.cross-site': {
    sort: 'denied',
    words: {
      zh: '这个请求来自别的网站，已被拒绝，没有任何改动。请在常客的页面里操作。',
      en: 'This request came from another site and was refused; nothing was changed. Do it from a page of Regulars.',
    },
  },
  'access.link-used': {
    sort: 'denied',
    words: {
      zh: '这个链接已经用过、已过期，或被更新的链接取代。请向负责人要一个新的；负责人可运行 npm start -- --link 得到新链接。',
      en: 'This link was used already, is too old, or was replaced by a newer one. Ask the owner for a new one; the owner gets one with npm start -- --link.',
    },
  },
  'access.owner-exists': {
    sort: 'conflict',
    words: { zh: '这里已经有负责人了，请直接登录。', en: 'There is an owner here already. Sign in instead.' },
  },
  'access.password-short': {
    sort: 'invalid',
    words: {
      zh: '密码至少要有 {least} 个字符。长一些的短语最好。',
      en: 'The password needs {least} characters or more. A longer phrase is best.',
    },
  },
  'access.password-long': {
    sort: 'invalid',
    words: { zh: '密码最多 {most} 个字符。', en: 'The password can have {most} characters at most.' },
  },
  'access.password-common': {
    sort: 'invalid',
    words: {
      zh: '这个密码太常见，很容易被猜中。请换一个。',
      en: 'This password is among the most common ones and easily guessed. Choose another.',
    },
  },
  'access.leaked-unread': {
    sort: 'conflict',
    words: {
      zh: '读不出泄露密码名单 {file}，没有保存。请告诉系统的维护人员：检查 LEAKED_PASSWORDS 指向的文件。',
      en: 'The list of leaked passwords {file} cannot be read, so nothing was saved. Tell whoever runs the system to look at the file that LEAKED_PASSWORDS names.',
    },
  },
  'user.email-taken': {
    sort: 'conflict',
    words: {
      zh: '邮箱 {email} 已有用户。请直接修改那个用户，或换一个邮箱。',
      en: 'There is a user with {email} already. Change that user, or use another address.',
    },
  },
  'user.missing': {
    sort: 'missing',
    words: { zh: '找不到这个用户，可能已被删除。请刷新页面。', en: 'There is no such user; it may have been deleted. Refresh the page.' },
  },
  'user.last-owner': {
    sort: 'conflict',
    words: {
      zh: '这是唯一的负责人，不能停用或改成别的角色。请先让另一位用户成为负责人。',
      en: 'This is the only owner, who cannot be disabled or given another role. Make somebody else an owner first.',
    },
  },
  'user.password-wrong': {
    sort: 'invalid',
    words: { zh: '当前密码不对，密码未修改。', en: 'The current password is not right; the password was not changed.' },
  },
  'user.disabled': {
    sort: 'conflict',
    words: { zh: '这个用户已停用。请先启用，再生成链接。', en: 'This user is disabled. Enable the user first, then make a link.' },
  },
  'key.missing': { sort: 'missing', words: { zh: '找不到这个 API 密钥。请刷新页面。', en: 'There is no such API key. Refresh the page.' } },
})
