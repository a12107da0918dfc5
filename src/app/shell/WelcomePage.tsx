import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Form, Input, Select } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { z } from 'zod'
import { useGo, useSearchState } from '../../ui/address.tsx'
import { currencyChoices, zoneChoices } from '../../ui/choices.ts'
import { fetchJson } from '../../ui/call.ts'
import { useLanguage, useSay } from '../../ui/language.tsx'
import { Answered, useSayProblem } from '../../ui/States.tsx'
import { DeadLink } from './DeadLink.tsx'
import { Entrance } from './Entrance.tsx'
import { sessionKey } from './session.ts'
import { shortestPassword, type Welcome, welcome } from './sign-in.ts'

const search = z.object({ token: z.string().optional() })
const linkShape = z.object({ offersSample: z.boolean() })
type Answers = Omit<Welcome, 'token' | 'language'>

/** The first page of a new installation: who owns it, and what the shop is called. */
export function WelcomePage() {
  const say = useSay()
  const [{ token }] = useSearchState(search)
  useEffect(() => {
    document.title = say({ zh: '欢迎 · 常客', en: 'Welcome · Regulars' })
  }, [say])
  const link = useQuery({
    queryKey: ['welcome', token],
    queryFn: async ({ signal }) => linkShape.parse(await fetchJson(`/api/welcome?token=${encodeURIComponent(token ?? '')}`, { signal })),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!token) return <LinkNeeded />
  if (link.error) return <DeadLink error={link.error} retry={link.refetch} />
  return (
    <Entrance
      wide
      title={{ zh: '欢迎，先认识一下', en: 'Welcome. First, who are you?' }}
      hint={{
        zh: '您将成为这里的负责人。这些之后都可以在“设置”里修改；只有币种，在有了消费记录（包括示例）之后不能再改。',
        en: 'You become the owner here. All of this can be changed later in Settings, except the currency once there are purchases, the sample’s too.',
      }}
    >
      <Answered of={link}>{({ offersSample }) => <WelcomeForm token={token} offersSample={offersSample} />}</Answered>
    </Entrance>
  )
}

function LinkNeeded() {
  const say = useSay()
  return (
    <Entrance title={{ zh: '还没有负责人', en: 'There is no owner yet' }}>
      <p>
        {say({
          zh: '启动程序时，终端里打印了一个只能用一次的链接。请用那个链接打开；找不到的话，运行 npm start -- --link 会再给您一个。',
          en: 'When the program started it printed a one-time link in the terminal. Open that link; if it is gone, npm start -- --link prints a new one.',
        })}
      </p>
    </Entrance>
  )
}

function WelcomeForm(props: { readonly token: string; readonly offersSample: boolean }) {
  const say = useSay()
  const { language } = useLanguage()
  const go = useGo()
  const answers = useQueryClient()
  const sayProblem = useSayProblem()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const begin = async (input: Answers) => {
    setBusy(true)
    setTrouble(null)
    try {
      await welcome({ ...input, token: props.token, language })
      await answers.invalidateQueries({ queryKey: sessionKey })
      go('/', { replace: true })
    } catch (error) {
      setTrouble(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form
      layout="vertical"
      noValidate
      requiredMark={false}
      initialValues={{ currency: 'CNY', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, sample: false }}
      onFinish={(input: Answers) => void begin(input)}
    >
      {trouble ? <Alert type="error" showIcon title={trouble} className="rg-entrance-trouble" role="alert" /> : null}
      <OwnerFields />
      <ShopFields />
      {props.offersSample ? <SampleField /> : null}
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {say({ zh: '开始使用', en: 'Begin' })}
      </Button>
    </Form>
  )
}

function OwnerFields() {
  const say = useSay()
  const needed = (message: string) => [{ required: true, whitespace: true, message }]
  return (
    <div className="rg-entrance-two">
      <Form.Item
        name="name"
        label={say({ zh: '您的姓名', en: 'Your name' })}
        rules={needed(say({ zh: '请输入姓名', en: 'Enter your name' }))}
      >
        <Input autoComplete="name" autoFocus />
      </Form.Item>
      <Form.Item
        name="email"
        label={say({ zh: '邮箱（用来登录）', en: 'E-mail (to sign in)' })}
        rules={[{ required: true, type: 'email', message: say({ zh: '请输入有效的邮箱', en: 'Enter a valid e-mail address' }) }]}
      >
        <Input type="email" autoComplete="username" />
      </Form.Item>
      <Form.Item
        name="password"
        label={say({ zh: '密码（至少 {n} 个字符）', en: 'Password ({n} characters or more)' }, { n: shortestPassword })}
        rules={[
          {
            required: true,
            min: shortestPassword,
            message: say({ zh: '密码至少要有 {n} 个字符', en: 'The password needs {n} characters or more' }, { n: shortestPassword }),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="shop"
        label={say({ zh: '店铺或公司名称', en: 'Shop or company' })}
        rules={needed(say({ zh: '请输入名称', en: 'Enter its name' }))}
      >
        <Input autoComplete="organization" />
      </Form.Item>
    </div>
  )
}

function ShopFields() {
  const say = useSay()
  const { language } = useLanguage()
  const currencies = useMemo(() => currencyChoices(language), [language])
  const zones = useMemo(() => zoneChoices(language), [language])
  return (
    <div className="rg-entrance-two">
      <Form.Item name="currency" label={say({ zh: '币种', en: 'Currency' })}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={currencies} />
      </Form.Item>
      <Form.Item name="timeZone" label={say({ zh: '时区', en: 'Time zone' })}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={zones} />
      </Form.Item>
    </div>
  )
}

function SampleField() {
  const say = useSay()
  return (
    <Form.Item name="sample" valuePropName="checked" className="rg-entrance-sample">
      <Checkbox>
        <strong>{say({ zh: '载入示例店铺', en: 'Load the sample shop' })}</strong>
        <span className="rg-entrance-sample-hint">
          {say({
            zh: '一家虚构的茶叶店：3000 位客户、三年消费，让每个页面都有内容可看。想用自己的数据时可整批删除。',
            en: 'An invented tea shop with 3,000 customers and three years of purchases, so that every page has something to show. It can be removed whole when you bring your own data.',
          })}
        </span>
      </Checkbox>
    </Form.Item>
  )
}
