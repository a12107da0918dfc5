import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { aliyunCanonical, type AliyunRequest, signAliyun } from './aliyun-signature.ts'
import { signTencent, tencentCanonical, type TencentRequest } from './tencent-signature.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** Alibaba Cloud, “V3版本请求体&签名机制”, 固定参数示例. */
const runInstances: AliyunRequest = {
  method: 'POST',
  host: 'ecs.cn-shanghai.aliyuncs.com',
  path: '/',
  query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
  body: '',
  action: 'RunInstances',
  version: '2014-05-26',
  date: '2023-10-26T10:22:32Z',
  nonce: '3156853299f313e23d1673dc12e1703d',
}

test('Alibaba Cloud’s own example is signed as its document prints it', () => {
  expect(hash(aliyunCanonical(runInstances))).toBe('7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259')
  expect(signAliyun(runInstances, 'YourAccessKeyId', 'YourAccessKeySecret')).toEqual({
    host: 'ecs.cn-shanghai.aliyuncs.com',
    'x-acs-action': 'RunInstances',
    'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-acs-date': '2023-10-26T10:22:32Z',
    'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
    'x-acs-version': '2014-05-26',
    authorization:
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  })
})

test('what stands in a query is written as RFC 3986 says, Chinese, spaces and stars too', () => {
  const text = aliyunCanonical({ ...runInstances, query: { SignName: '山前 茶*事', a: "!'()~" } })
  expect(text.split('\n')[2]).toBe('SignName=%E5%B1%B1%E5%89%8D%20%E8%8C%B6%2A%E4%BA%8B&a=%21%27%28%29~')
})

/** Tencent Cloud, “签名方法 v3”, 云服务器 DescribeInstances. */
const describeInstances: TencentRequest = {
  service: 'cvm',
  host: 'cvm.tencentcloudapi.com',
  contentType: 'application/json; charset=utf-8',
  body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  timestamp: 1_551_113_065,
}

test.each([
  ['Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168'],
  ['Gu5t9xGARNpq86cd98joQYCN3*******', '2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c'],
])('Tencent Cloud’s own example is signed as its document prints it (%s)', (key, signature) => {
  expect(hash(tencentCanonical(describeInstances))).toBe('5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031')
  expect(signTencent(describeInstances, 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******', key)).toBe(
    `TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`,
  )
})

test('the day in Tencent Cloud’s signature is that of UTC, not that of Shanghai', () => {
  // 2019-02-26 00:44:25 in Shanghai.
  expect(signTencent(describeInstances, 'id', 'key')).toContain('/2019-02-25/')
})
