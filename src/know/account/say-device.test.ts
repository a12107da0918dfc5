import { expect, test } from 'vitest'
import { sayDevice } from './say-device.ts'

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Chrome，Windows 电脑',
    'Chrome on Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36 Edg/141.0',
    'Edge，Windows 电脑',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari，iPhone',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; V2309A) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36 XWEB MicroMessenger/8.0.50',
    '微信，安卓设备',
    'WeChat on Android',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox，Mac', 'Firefox on Mac'],
  ['curl/8.1', '未知设备', 'Unknown device'],
  ['<script>alert(1)</script>', '未知设备', 'Unknown device'],
])('%s', (agent, zh, en) => {
  expect(sayDevice(agent)).toEqual({ zh, en })
})

test('a session without a word on its browser is of an unknown device', () => {
  expect(sayDevice(null).zh).toBe('未知设备')
})
