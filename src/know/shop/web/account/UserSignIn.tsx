import { App, Button, Form, Input, Modal, Space } from 'antd'
import { useState } from 'react'
import { endUserSessions, listUserSessions, resetSecondFactor } from '../../../account/account.ts'
import { useAct, useAsk } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { useFormat } from '../../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../../ui/States.tsx'
import { SessionList } from './SessionList.tsx'

type Person = { readonly id: string; readonly name: string }

/** For whoever manages people: where somebody is signed in, and how; ended or reset from here. */
export function UserSignIn({ of, onClose }: { readonly of: Person | null; readonly onClose: () => void }) {
  const say = useSay()
  return (
    <Modal
      open={of !== null}
      destroyOnHidden
      footer={null}
      width={640}
      title={say({ zh: '{name} 的登录', en: 'How {name} signs in' }, { name: of?.name ?? '' })}
      onCancel={onClose}
    >
      {of ? <Body of={of} /> : null}
    </Modal>
  )
}

function Body({ of }: { readonly of: Person }) {
  const say = useSay()
  const format = useFormat()
  const { message } = App.useApp()
  const [isAsking, setAsking] = useState(false)
  const sayProblem = useSayProblem()
  const asked = useAsk(listUserSessions, { id: of.id })
  const [end, reset] = [useAct(endUserSessions), useAct(resetSecondFactor)]
  const refused = (error: unknown) => void message.error(sayProblem(error))
  return (
    <Answered of={asked} rows={4}>
      {({ sessions, authenticatorSince, passkeys, recoveryCodesLeft }) => (
        <>
          <p>
            {authenticatorSince
              ? say(
                  {
                    zh: '两步验证：{date} 起开启，还剩 {n} 个恢复码。',
                    en: 'Second factor: on since {date}, {n} recovery {n|code|codes} left. ',
                  },
                  { date: format.date(authenticatorSince), n: recoveryCodesLeft },
                )
              : say({ zh: '两步验证：未开启。', en: 'Second factor: off. ' })}
            {say({ zh: '通行密钥：{n} 个。', en: 'Passkeys: {n}.' }, { n: passkeys })}
          </p>
          <SessionList sessions={sessions} onEnd={(session) => end.mutate({ id: of.id, session }, { onError: refused })} />
          <Space wrap style={{ marginTop: 16 }}>
            <Button
              disabled={sessions.length === 0}
              loading={end.isPending}
              onClick={() => end.mutate({ id: of.id }, { onError: refused })}
            >
              {say({ zh: '结束全部登录', en: 'End all sessions' })}
            </Button>
            <Button danger disabled={!authenticatorSince && passkeys === 0} onClick={() => setAsking(true)}>
              {say({ zh: '重设两步验证', en: 'Reset second factor' })}
            </Button>
          </Space>
          {isAsking ? (
            <ResetFactor
              of={of}
              isBusy={reset.isPending}
              onCancel={() => setAsking(false)}
              onReset={(proof) => reset.mutate({ id: of.id, proof }, { onError: refused, onSuccess: () => setAsking(false) })}
            />
          ) : null}
        </>
      )}
    </Answered>
  )
}

type ResetProps = {
  readonly of: Person
  readonly isBusy: boolean
  readonly onCancel: () => void
  readonly onReset: (proof: string) => void
}

/** Nobody is let in on a voice alone: how one made sure is written down first. */
function ResetFactor({ of, isBusy, onCancel, onReset }: ResetProps) {
  const say = useSay()
  const [form] = Form.useForm<{ proof: string }>()
  return (
    <Modal
      open
      title={say({ zh: '重设 {name} 的两步验证？', en: 'Reset the second factor of {name}?' }, { name: of.name })}
      okText={say({ zh: '重设', en: 'Reset' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      okButtonProps={{ danger: true, loading: isBusy }}
      onCancel={onCancel}
      onOk={() => form.submit()}
    >
      <p>
        {say({
          zh: '验证器、恢复码和通行密钥全部移除，所有登录结束。请先当面或打电话确认是本人。',
          en: 'App, recovery codes and passkeys are removed and all sessions end. Make sure in person or by phone that it is they who ask.',
        })}
      </p>
      <Form form={form} layout="vertical" onFinish={({ proof }) => onReset(proof)}>
        <Form.Item
          name="proof"
          label={say({ zh: '怎样确认是本人的？（记入审计）', en: 'How did you make sure? (kept in the audit)' })}
          rules={[
            {
              required: true,
              whitespace: true,
              min: 4,
              message: say({ zh: '请写明，例如“当面核对了工牌”', en: 'Say how, for example “in person, with their badge”' }),
            },
          ]}
        >
          <Input maxLength={300} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
