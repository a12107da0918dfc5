import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { encode } from 'uqr'
import type { z } from 'zod'
import { beginAuthenticator, confirmAuthenticator } from '../../../account/account.ts'
import { call } from '../../../../ui/call.ts'
import { useAct, useAskAnew } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { useSayProblem } from '../../../../ui/States.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import '../settings.css'
import './account.css'

type Begun = z.output<typeof beginAuthenticator.output>

/** Three steps: a secret, a code that proves that the app has it, and the recovery codes. */
export function SetUpAuthenticator(props: { readonly onDone: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const begin = useAct(beginAuthenticator)
  const [begun, setBegun] = useState<Begun | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const askAnew = useAskAnew()
  const done = () => {
    askAnew()
    props.onDone()
  }
  if (codes) return <RecoveryCodes codes={codes} onDone={done} />
  if (begun) return <Scan begun={begun} onCodes={setCodes} />
  return (
    <>
      {begin.error ? <Alert type="error" showIcon role="alert" title={sayProblem(begin.error)} className="rg-notice" /> : null}
      <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate({}, { onSuccess: setBegun })}>
        {say({ zh: '设置验证器', en: 'Set up an authenticator app' })}
      </Button>
    </>
  )
}

function Scan(props: { readonly begun: Begun; readonly onCodes: (codes: readonly string[]) => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  // Not by `useAct`: what is asked anew after it would take this page, and the recovery codes, from under the reader.
  const confirm = useMutation({ mutationFn: (input: { code: string }) => call(confirmAuthenticator, input) })
  const { secret, address } = props.begun
  return (
    <div className="rg-scan">
      <Picture of={address} />
      <div className="rg-scan-steps">
        <p>
          {say({
            zh: '1. 用验证器应用扫描图案。微信小程序“腾讯身份验证器”、Microsoft Authenticator、Google Authenticator、1Password 等都可以。',
            en: '1. Scan the picture with an authenticator app: Microsoft or Google Authenticator, 1Password, or any other.',
          })}
        </p>
        <p className="rg-settings-quiet">
          {say({ zh: '扫不了？在应用里手动输入：', en: 'No camera? Enter this in the app: ' })}
          <Typography.Text code copyable={{ text: secret }} className="rg-scan-secret">
            {secret.replace(/(.{4})/g, '$1 ').trim()}
          </Typography.Text>
        </p>
        <p>{say({ zh: '2. 输入应用现在显示的六位数字。', en: '2. Enter the six digits that the app shows now.' })}</p>
        {confirm.error ? <Alert type="error" showIcon role="alert" title={sayProblem(confirm.error)} style={{ marginBottom: 12 }} /> : null}
        <Form
          layout="inline"
          requiredMark={false}
          onFinish={(input: { code: string }) => confirm.mutate(input, { onSuccess: ({ codes }) => props.onCodes(codes) })}
        >
          <Form.Item
            name="code"
            label={say({ zh: '验证码', en: 'Code' })}
            rules={[{ required: true, whitespace: true, message: say({ zh: '请输入验证码', en: 'Enter the code' }) }]}
          >
            <Input autoComplete="one-time-code" inputMode="numeric" maxLength={7} style={{ width: 120 }} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={confirm.isPending}>
            {say({ zh: '确认', en: 'Confirm' })}
          </Button>
        </Form>
      </div>
    </div>
  )
}

/** Drawn here, so that the secret goes to nobody else. Always dark on light, as cameras want it. */
function Picture({ of }: { readonly of: string }) {
  const say = useSay()
  const { data, size } = encode(of, { ecc: 'M', border: 3 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg
      className="rg-scan-picture"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={say({ zh: '给验证器应用扫描的二维码', en: 'QR picture for the authenticator app' })}
      shapeRendering="crispEdges"
    >
      <path d={`M0 0h${size}v${size}h-${size}z`} className="rg-scan-light" />
      <path d={path} className="rg-scan-dark" />
    </svg>
  )
}
