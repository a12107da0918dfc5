import type { Words } from '../../core/kit/words.ts'

// The order matters: a browser names those that it descends from as well.
const programs: readonly (readonly [RegExp, string, string])[] = [
  [/wxwork/i, '企业微信', 'WeCom'],
  [/MicroMessenger/i, '微信', 'WeChat'],
  [/DingTalk/i, '钉钉', 'DingTalk'],
  [/Lark|Feishu/i, '飞书', 'Lark'],
  [/Edg(e|A|iOS)?\//, 'Edge', 'Edge'],
  [/OPR\/|Opera/, 'Opera', 'Opera'],
  [/QQBrowser/, 'QQ 浏览器', 'QQ Browser'],
  [/SamsungBrowser/, '三星浏览器', 'Samsung Internet'],
  [/Firefox|FxiOS/, 'Firefox', 'Firefox'],
  [/Chrome|CriOS|Chromium/, 'Chrome', 'Chrome'],
  [/Safari/, 'Safari', 'Safari'],
]

const machines: readonly (readonly [RegExp, string, string])[] = [
  [/iPhone/, 'iPhone', 'iPhone'],
  [/iPad/, 'iPad', 'iPad'],
  [/HarmonyOS|OpenHarmony/, '鸿蒙设备', 'HarmonyOS'],
  [/Android/, '安卓设备', 'Android'],
  [/Windows/, 'Windows 电脑', 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac', 'Mac'],
  [/CrOS/, 'Chromebook', 'Chromebook'],
  [/Linux/, 'Linux 电脑', 'Linux'],
]

const unknown: Words = { zh: '未知设备', en: 'Unknown device' }

/** What a browser calls itself, in words: “Chrome，Windows 电脑”. */
export function sayDevice(agent: string | null): Words {
  const program = programs.find(([pattern]) => pattern.test(agent ?? ''))
  const machine = machines.find(([pattern]) => pattern.test(agent ?? ''))
  if (program && machine) return { zh: `${program[1]}，${machine[1]}`, en: `${program[2]} on ${machine[2]}` }
  const [, zh, en] = program ?? machine ?? []
  return zh && en ? { zh, en } : unknown
}
