import { defineProblems } from '../../core/kit/problem.ts'

export const accountProblems = defineProblems({
  'account.setup-over': {
    sort: 'conflict',
    words: { zh: '这次设置已经过期。请重新开始，扫描新的二维码。', en: 'This set-up is over. Begin again and scan the new picture.' },
  },
  'account.code-wrong': {
    sort: 'invalid',
    words: {
      zh: '验证码不对，设置尚未生效。请输入应用现在显示的六位数字；手机时间要准确。',
      en: 'The code is wrong and nothing holds yet. Enter the six digits that the app shows now; the phone’s clock has to be right.',
    },
  },
  'account.factor-needed': {
    sort: 'conflict',
    words: {
      zh: '您的角色必须有两步验证，不能移除最后一种。请先添加另一种，例如通行密钥。',
      en: 'Your role must have a second factor, so the last one cannot be removed. Add another first, for example a passkey.',
    },
  },
  'account.no-authenticator': {
    sort: 'conflict',
    words: {
      zh: '还没有设置验证器，所以没有恢复码。请先设置。',
      en: 'There is no authenticator app yet, so there are no recovery codes. Set one up first.',
    },
  },
  'account.domains-needed': {
    sort: 'invalid',
    words: {
      zh: '要让新人由此进来，须写明允许的邮箱域名；设置未保存。',
      en: 'To let newcomers in, say which e-mail domains they may have; nothing was saved.',
    },
  },
  'account.secret-needed': {
    sort: 'invalid',
    words: {
      zh: '地址或客户端 ID 变了，请重新填写密钥；设置未保存。原密钥不会发给别的地址。',
      en: 'The issuer or client changed, so enter the secret again; nothing was saved. The old one is never sent elsewhere.',
    },
  },
})
