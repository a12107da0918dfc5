import { expect, test } from 'vitest'
import { readAliyun } from './read-aliyun.ts'
import { readTencent } from './read-tencent.ts'
import { readWechat, readWecom } from './read-wechat.ts'

test('Alibaba Cloud’s receipts are read as its document shows them (SmsReport)', () => {
  const body = [
    {
      phone_number: '13811112222',
      send_time: '2017-01-01 00:00:00',
      report_time: '2017-01-01 00:00:00',
      success: true,
      err_code: 'DELIVERED',
      err_msg: '用户接收成功',
      sms_size: '1',
      biz_id: '12345',
      out_id: '67890',
    },
  ]
  expect(readAliyun(body)).toEqual([
    {
      kind: 'receipt',
      reference: '12345',
      messageId: '67890',
      delivered: true,
      code: 'DELIVERED',
      said: '用户接收成功',
      // Midnight in Beijing.
      at: new Date('2016-12-31T16:00:00Z'),
      key: 'receipt:12345:13811112222:true',
    },
  ])
})

test('Alibaba Cloud’s replies are read, and name a Chinese number as we keep it (SmsUp)', () => {
  const body = [
    {
      phone_number: '13811112222',
      send_time: '2026-06-15 12:00:00',
      content: 'TD',
      sign_name: '山前茶事',
      dest_code: '1',
      sequence_id: 77,
    },
  ]
  expect(readAliyun(body)).toEqual([
    { kind: 'word', address: '+8613811112222', said: 'TD', at: new Date('2026-06-15T04:00:00Z'), key: 'word:77' },
  ])
})

test('Tencent Cloud’s receipts and replies are read as its documents show them', () => {
  const receipts = [
    {
      user_receive_time: '2015-10-17 08:03:04',
      nationcode: '86',
      mobile: '13811112222',
      report_status: 'SUCCESS',
      errmsg: 'DELIVRD',
      description: '用户短信送达成功',
      sid: 'xxxxxxx',
    },
    {
      user_receive_time: '2015-10-17 08:03:04',
      nationcode: '86',
      mobile: '13811112222',
      report_status: 'FAIL',
      errmsg: 'MK:100D',
      description: '空号',
      sid: 'yyy',
    },
  ]
  expect(readTencent(receipts)?.map((one) => one.kind === 'receipt' && [one.reference, one.delivered, one.said])).toEqual([
    ['xxxxxxx', true, '用户短信送达成功'],
    ['yyy', false, '空号'],
  ])
  const reply = { extend: '扩展码', mobile: '13811112222', nationcode: '86', sign: '短信签名', text: '用户回复内容', time: 1_457_336_869 }
  expect(readTencent(reply)).toMatchObject([{ kind: 'word', address: '+8613811112222', at: new Date(1_457_336_869_000) }])
})

test.each([null, 'x', 5, {}, { text: 'x' }, [{ sid: 5 }], { mobile: "'; drop", nationcode: '86', text: 'x', time: 1 }])(
  'Tencent Cloud never sends %j',
  (value) => {
    expect(readTencent(value)).toBeNull()
  },
)

test('lines that Alibaba Cloud never sends are left out, the others are read', () => {
  expect(readAliyun({})).toBeNull()
  expect(
    readAliyun([null, 5, { phone_number: '13811112222' }, { phone_number: 'x', send_time: '2026-06-15 12:00:00', content: 'TD' }]),
  ).toEqual([])
})

const from = { ToUserName: 'gh_1', FromUserName: 'oABC', CreateTime: '1750000000' }

test('WeChat’s messages and events are read', () => {
  const at = new Date(1_750_000_000_000)
  expect(readWechat({ ...from, MsgType: 'text', Content: '你好', MsgId: '9' })).toEqual([
    { kind: 'word', address: 'oABC', said: '你好', at, key: 'text:9' },
  ])
  expect(readWechat({ ...from, MsgType: 'image', MsgId: '10' })).toMatchObject([{ kind: 'word', said: '[图片]' }])
  expect(readWechat({ ...from, MsgType: 'event', Event: 'subscribe' })).toMatchObject([{ kind: 'followed', address: 'oABC' }])
  expect(readWechat({ ...from, MsgType: 'event', Event: 'unsubscribe' })).toMatchObject([{ kind: 'left' }])
  expect(readWechat({ ...from, MsgType: 'event', Event: 'CLICK' })).toMatchObject([{ kind: 'act' }])
  expect(
    readWechat({ ...from, MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: '200228332', Status: 'failed:user block' }),
  ).toMatchObject([{ kind: 'receipt', reference: '200228332', delivered: false, code: 'failed:user block' }])
  expect(readWechat({ ...from, MsgType: 'event', Event: 'LOCATION' })).toEqual([])
  expect(readWechat({ ...from, CreateTime: 'NaN', MsgType: 'text' })).toEqual([])
})

test('WeCom’s changes of customers are read', () => {
  const change = {
    MsgType: 'event',
    Event: 'change_external_contact',
    UserID: 'zhangsan',
    ExternalUserID: 'wmqf',
    CreateTime: '1750000000',
  }
  expect(readWecom({ ...change, ChangeType: 'add_external_contact', WelcomeCode: 'CODE' })).toMatchObject([
    { kind: 'followed', address: 'wmqf', employee: 'zhangsan', welcomeCode: 'CODE' },
  ])
  expect(readWecom({ ...change, ChangeType: 'del_follow_user' })).toMatchObject([{ kind: 'left', address: 'wmqf' }])
  expect(readWecom({ ...change, ChangeType: 'edit_external_contact' })).toEqual([])
  expect(readWecom({ MsgType: 'text', FromUserName: 'zhangsan', Content: 'TD', CreateTime: '1750000000' })).toEqual([])
})
