import type { VendorRecord } from '../channel-kind.ts'
import { endpointField } from './endpoint.ts'

export const wechatService = {
  name: 'wechat-service',
  label: { zh: '微信服务号', en: 'WeChat service account' },
  document: '微信开放文档 服务号 模板消息接口',
  prepare: [
    {
      zh: '要一个已认证的服务号；订阅号不能发模板消息。登录微信公众平台（mp.weixin.qq.com）。',
      en: 'You need a verified service account; subscription accounts may send no template messages. Sign in to mp.weixin.qq.com.',
    },
    {
      zh: '设置与开发 → 开发接口管理：复制 AppID；AppSecret 由管理员扫码启用，只显示一次。',
      en: 'Under Settings → Development copy the AppID; the AppSecret is enabled by an admin’s scan and shown once.',
    },
    {
      zh: '在同一页把服务器的出口 IP 加入“IP 白名单”。不知道服务器的出口 IP？先填好保存，再点“检查”：服务商的原话里会写着它看到的 IP。',
      en: 'On the same page add this server’s outgoing address to the IP list. You do not know this server’s outgoing address? Save and press “Check”: the vendor’s own words name the address that it saw.',
    },
    {
      zh: '广告与服务 → 模板消息：开通并选用模板，复制模板 ID，之后登记到这里。',
      en: 'Under Template messages activate it, choose templates and copy their ids, to be registered here later.',
    },
  ],
  fields: [
    { name: 'appId', label: { zh: 'AppID', en: 'AppID' }, placeholder: 'wx…', pattern: /^wx[A-Za-z0-9]{8,30}$/, isRequired: true },
    { name: 'appSecret', label: { zh: 'AppSecret', en: 'AppSecret' }, isSecret: true, isRequired: true },
    {
      name: 'callbackToken',
      label: { zh: '令牌（Token）', en: 'Token of callbacks' },
      help: {
        zh: '自己拟定，3 至 32 位字母或数字，与公众平台里填的一致。',
        en: 'Of your own choice, 3 to 32 letters or digits; the same as in WeChat’s platform.',
      },
      isSecret: true,
      pattern: /^[A-Za-z0-9]{3,32}$/,
    },
    {
      name: 'encodingAesKey',
      label: { zh: '消息加解密密钥（EncodingAESKey）', en: 'EncodingAESKey of callbacks' },
      isSecret: true,
      pattern: /^[A-Za-z0-9]{43}$/,
    },
    endpointField('https://api.weixin.qq.com'),
  ],
  registers: {
    zh: '模板消息须先在公众平台选用模板；把模板 ID 和模板内容登记在这里，变量写作 {{thing1.DATA}}。',
    en: 'Choose the templates in WeChat’s platform first; enter each id and its text here, with {{thing1.DATA}} for what varies.',
  },
  callback: {
    isSigned: true,
    steps: [
      {
        zh: '先在这里填好令牌和 EncodingAESKey（公众平台可以随机生成），保存。',
        en: 'First enter token and EncodingAESKey here (WeChat’s platform can make the key) and save.',
      },
      {
        zh: '打开微信公众平台 → 设置与开发 → 开发接口管理 → 基本配置 → 服务器配置，点“修改配置”。',
        en: 'Open WeChat’s platform → Settings → Development → Server configuration and click “change”.',
      },
      {
        zh: '把下面的回调地址粘贴到“服务器地址（URL）”，填入同样的令牌和密钥。',
        en: 'Paste the callback address below as the URL, with the same token and key.',
      },
      {
        zh: '“消息加解密方式”选“安全模式”，点“提交”：微信会当场验证。',
        en: 'Choose the safe (encrypted) mode and submit: WeChat verifies it at once.',
      },
      { zh: '点“启用”。从此关注、取关和留言都会到这里。', en: 'Click “enable”. From then on follows, unfollows and messages arrive here.' },
    ],
  },
} satisfies VendorRecord
