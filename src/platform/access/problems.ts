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
