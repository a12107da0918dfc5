import { App, Form, InputNumber } from 'antd'
import { Fragment } from 'react'
import type { z } from 'zod'
import { ClockInput } from '../../../ui/ClockInput.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Answered } from '../../../ui/States.tsx'
import { readSettings, saveSending } from '../actions.ts'
import { MailSetup } from './MailSetup.tsx'
import { SaveBar } from './SaveBar.tsx'
import { SmtpForm } from './SmtpForm.tsx'
import { TestMail } from './TestMail.tsx'
import { useRole } from './use-role.ts'

type Settings = z.output<typeof readSettings.output>

export function MailTab() {
  const asked = useAsk(readSettings, {})
  const role = useRole()
  return (
    <Answered of={asked}>
      {(settings) => (
        <>
          {role === 'owner' ? (
            // With other settings both begin anew: what became of a test mail is no word on another server.
            <Fragment key={JSON.stringify(settings.smtp)}>
              <SmtpForm smtp={settings.smtp} />
              {settings.smtp ? <TestMail /> : null}
            </Fragment>
          ) : null}
          {role === 'owner' ? <MailSetup /> : null}
          <SendingForm sending={settings.sending} />
        </>
      )}
    </Answered>
  )
}

function SendingForm({ sending }: { readonly sending: Settings['sending'] }) {
  const say = useSay()
  const { message } = App.useApp()
  const save = useAct(saveSending)
  const done = () => void message.success(say({ zh: '发送规则已保存', en: 'The sending rules are saved' }))
  return (
    <Section
      title={{ zh: '发送规则', en: 'Sending rules' }}
      note={say({
        zh: '免打扰时段内的营销消息会推迟，不会丢失；超过上限的不发，并注明原因。',
        en: 'Marketing messages wait through the quiet hours and are not lost; those above the cap are not sent, with the reason kept.',
      })}
    >
      <Form
        className="rg-settings-form"
        layout="vertical"
        requiredMark={false}
        initialValues={sending}
        onFinish={(input: Settings['sending']) => save.mutate(input, { onSuccess: done })}
      >
        <div className="rg-settings-row">
          <Form.Item name="quietFrom" label={say({ zh: '免打扰开始', en: 'Quiet from' })} rules={[{ required: true }]}>
            <ClockInput />
          </Form.Item>
          <Form.Item name="quietTo" label={say({ zh: '免打扰结束', en: 'Quiet until' })} rules={[{ required: true }]}>
            <ClockInput />
          </Form.Item>
        </div>
        <Form.Item
          name="capPerWeek"
          label={say({ zh: '每位客户每 7 天最多几条营销消息', en: 'Marketing messages to one customer in 7 days, at most' })}
          rules={[{ required: true }]}
        >
          <InputNumber min={0} max={50} precision={0} />
        </Form.Item>
        <SaveBar error={save.error} busy={save.isPending} />
      </Form>
    </Section>
  )
}
