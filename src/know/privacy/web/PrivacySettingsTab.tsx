import { App, Button, Form, InputNumber, Select, Switch } from 'antd'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readPrivacySettings, savePrivacySettings } from '../actions.ts'
import { jurisdictions, jurisdictionWords, type PrivacySettings } from '../privacy.ts'

/** Which law counts, and how carefully. */
export function PrivacySettingsTab() {
  const asked = useAsk(readPrivacySettings, {})
  return (
    <Section title={{ zh: '隐私设置', en: 'Privacy settings' }}>
      <Answered of={asked}>{(settings) => <SettingsForm settings={settings} />}</Answered>
    </Section>
  )
}

function SettingsForm({ settings }: { readonly settings: PrivacySettings }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const mayChange = useMayDo(savePrivacySettings)
  const save = useAct(savePrivacySettings)
  const [form] = Form.useForm<PrivacySettings>()
  const submit = (values: PrivacySettings) =>
    save.mutate(values, {
      onSuccess: () => void message.success(say({ zh: '已保存', en: 'Saved' })),
      onError: (error) => void message.error(sayProblem(error)),
    })
  return (
    <Form form={form} layout="vertical" initialValues={settings} onFinish={submit} disabled={!mayChange} style={{ maxWidth: 460 }}>
      <Form.Item name="jurisdiction" label={say({ zh: '默认适用的法律', en: 'The law that counts, unless said otherwise' })}>
        <Select options={jurisdictions.map((value) => ({ value, label: say(jurisdictionWords[value]) }))} />
      </Form.Item>
      <Form.Item
        name="workdays"
        label={say({ zh: '中国：多少个工作日内答复', en: 'China: working days within which to answer' })}
        extra={say({
          zh: '法律只说“及时”，没有写明天数；国家标准的常见做法是 15 个工作日。已按放假和调休计算。',
          en: 'The law says “in time” and no number; 15 is common practice. Public holidays and the days worked in their place are counted.',
        })}
      >
        <InputNumber min={1} max={30} />
      </Form.Item>
      <Form.Item name="warnDays" label={say({ zh: '到期前多少天提醒', en: 'Days before the end at which to warn' })}>
        <InputNumber min={1} max={14} />
      </Form.Item>
      <Form.Item name="exportDays" label={say({ zh: '个人数据副本保留多少天', en: 'Days for which a copy of a person’s data is kept' })}>
        <InputNumber min={1} max={30} />
      </Form.Item>
      <Form.Item
        name="fourEyes"
        valuePropName="checked"
        label={say({ zh: '删除须由第二人确认', en: 'A second person confirms every erasure' })}
      >
        <Switch aria-label={say({ zh: '删除须由第二人确认', en: 'A second person confirms every erasure' })} />
      </Form.Item>
      {mayChange ? (
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
      ) : null}
    </Form>
  )
}
