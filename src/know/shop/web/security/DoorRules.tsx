import { App, Checkbox, Form, Radio, Select } from 'antd'
import type { z } from 'zod'
import { type Role, roles } from '../../../../core/action/action.ts'
import { type ProvedWork, provedWork } from '../../../../core/action/proved-work.ts'
import type { Words } from '../../../../core/kit/words.ts'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Page.tsx'
import { type readSecurity, saveSecurity, type SecuritySettings } from '../../../account/security.ts'
import { roleWords } from '../../role-words.ts'
import { SaveBar } from '../SaveBar.tsx'

type Security = z.output<typeof readSecurity.output>

const profiles: Record<SecuritySettings['profile'], { readonly label: Words; readonly help: Words }> = {
  standard: {
    label: { zh: '标准（OWASP ASVS）', en: 'Standard (OWASP ASVS)' },
    help: {
      zh: '至少 8 个字符，不要求大小写和符号，不强制定期更换；常见密码和店名一类的词会被拒绝。输错时按账号和来源限次：同一来源 10 次后等 10 分钟，一个账号每小时最多 100 次。大多数公司选这个。',
      en: '8 characters or more, no rules about kinds of characters, no change by the calendar; common passwords and words like the shop’s name are refused. Wrong tries are limited by account and place: 10 minutes’ wait after 10 from one place, at most 100 an hour for one account. Right for most firms.',
    },
  },
  mlps: {
    label: { zh: '等保 2.0', en: 'MLPS 2.0 (等保)' },
    help: {
      zh: '另加：四种字符中至少三种，每 90 天更换，最近 5 个不能重复，输错 5 次锁定 30 分钟（用对的密码也进不来）。要过等级保护测评的公司选这个。',
      en: 'Besides: three of four kinds of characters, a new one every 90 days, none of the last 5, and after 5 wrong tries the account is shut for 30 minutes, for the right password too. For firms that are assessed under China’s classified protection.',
    },
  },
}

const provedWords: Record<ProvedWork, Words> = {
  exports: { zh: '把名单导出为文件', en: 'Taking lists away as files' },
  rights: { zh: '改角色、用户、密钥', en: 'Changing roles, users and keys' },
}

const minute: Words = { zh: '{n} 分钟', en: '{n} {n|minute|minutes}' }
const hour: Words = { zh: '{n} 小时', en: '{n} {n|hour|hours}' }
const day: Words = { zh: '{n} 天', en: '{n} {n|day|days}' }
const idleChoices = [15, 30, 60, 240, 480, 1_440, 4_320, 10_080]
const longestChoices = [8, 12, 24, 72, 168, 336, 720]

/** A length in the largest unit that it fills. */
function lengthOf(minutes: number): { readonly words: Words; readonly n: number } {
  if (minutes % 1_440 === 0) return { words: day, n: minutes / 1_440 }
  return minutes % 60 === 0 ? { words: hour, n: minutes / 60 } : { words: minute, n: minutes }
}

/** The rules that hold for everybody who signs in. */
export function DoorRules({ security }: { readonly security: Security }) {
  const say = useSay()
  const { message } = App.useApp()
  const save = useAct(saveSecurity)
  const done = () => void message.success(say({ zh: '安全设置已保存', en: 'The security settings are saved' }))
  const sayLength = (minutes: number) => {
    const { words, n } = lengthOf(minutes)
    return say(words, { n })
  }
  const { settings, people } = security
  const without = (role: Role) => people.filter((one) => one.role === role && !one.authenticator && one.passkeys === 0).length
  const choices = (usual: readonly number[], now: number, inMinutes: number) =>
    [...new Set([...usual, now])].sort((a, b) => a - b).map((value) => ({ value, label: sayLength(value * inMinutes) }))
  return (
    <Section title={{ zh: '怎样才能登录', en: 'What it takes to sign in' }}>
      <Form
        className="rg-security-form"
        layout="vertical"
        requiredMark={false}
        initialValues={settings}
        onFinish={(input: SecuritySettings) => save.mutate(input, { onSuccess: done })}
      >
        <Form.Item name="profile" label={say({ zh: '密码规则', en: 'Rules for passwords' })}>
          <Radio.Group className="rg-security-profiles">
            {(['standard', 'mlps'] as const).map((name) => (
              <Radio key={name} value={name}>
                <strong>{say(profiles[name].label)}</strong>
                <span className="rg-settings-quiet rg-account-more">{say(profiles[name].help)}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="secondFactorFor"
          label={say({ zh: '必须两步验证的角色', en: 'Roles that need a second factor' })}
          extra={say({
            zh: '还没有设置的人，下次操作时会先被带去设置；通行密钥也算。',
            en: 'Whoever has none yet is led to set one up at their next step; a passkey counts too.',
          })}
        >
          <Checkbox.Group>
            {roles.map((role) => (
              <Checkbox key={role} value={role}>
                {say(roleWords[role].label)}
                {without(role) > 0 ? (
                  <span className="rg-settings-quiet">
                    {' '}
                    {say({ zh: '（{n} 人还没有）', en: '({n} without yet)' }, { n: without(role) })}
                  </span>
                ) : null}
              </Checkbox>
            ))}
          </Checkbox.Group>
        </Form.Item>
        <Form.Item
          name="proveFor"
          label={say({ zh: '之前要再确认一次本人的工作', en: 'Work that takes a fresh proof of who one is' })}
          extra={say({
            zh: '15 分钟内没有输入过密码、验证码或通行密钥的人，会先看到一个确认窗口。新建密钥、换密码和安全设置总是要确认。',
            en: 'Whoever gave no password, code or passkey within 15 minutes is asked for one first. New keys, passwords and security settings always ask.',
          })}
        >
          <Checkbox.Group options={provedWork.map((value) => ({ value, label: say(provedWords[value]) }))} />
        </Form.Item>
        <div className="rg-settings-row">
          <Form.Item name="idleMinutes" label={say({ zh: '多久不用就退出', en: 'Signed out when unused for' })}>
            <Select options={choices(idleChoices, settings.idleMinutes, 1)} />
          </Form.Item>
          <Form.Item name="longestHours" label={say({ zh: '最长多久要重新登录', en: 'Sign in again at the latest after' })}>
            <Select options={choices(longestChoices, settings.longestHours, 60)} />
          </Form.Item>
        </div>
        <SaveBar error={save.error} busy={save.isPending} />
      </Form>
    </Section>
  )
}
