import { App, Button, Modal, Space } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { type readAccount, removeAuthenticator, renewRecoveryCodes } from '../../../account/account.ts'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Page.tsx'
import { Badge } from '../../../../ui/Reason.tsx'
import { useFormat } from '../../../../ui/shop.tsx'
import { useSayProblem } from '../../../../ui/States.tsx'
import { useConfirm } from '../../../../ui/use-confirm.ts'
import './account.css'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { SetUpAuthenticator } from './SetUpAuthenticator.tsx'

type Account = z.output<typeof readAccount.output>

/** The app that shows codes, and the recovery codes. */
export function SecondFactor({ account }: { readonly account: Account }) {
  const say = useSay()
  // While the recovery codes stand there the account says already that the factor is on.
  const [settingUp, setSettingUp] = useState(account.authenticatorSince === null)
  return (
    <Section
      title={{ zh: '两步验证', en: 'Second factor' }}
      note={say({
        zh: '登录时除了密码，再输入手机应用显示的验证码；别人知道了密码也进不来。',
        en: 'Beside the password, signing in asks for a code that your phone shows: who knows your password alone stays out.',
      })}
    >
      {settingUp || account.authenticatorSince === null ? (
        <SetUpAuthenticator onDone={() => setSettingUp(false)} />
      ) : (
        <SwitchedOn account={account} onRemoved={() => setSettingUp(true)} />
      )}
    </Section>
  )
}

function SwitchedOn({ account, onRemoved }: { readonly account: Account; readonly onRemoved: () => void }) {
  const say = useSay()
  const format = useFormat()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const sayProblem = useSayProblem()
  const renew = useAct(renewRecoveryCodes)
  const remove = useAct(removeAuthenticator)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const refused = (error: unknown) => void message.error(sayProblem(error))
  const ask = () =>
    confirm({
      title: { zh: '关闭两步验证？', en: 'Switch the second factor off?' },
      content: {
        zh: '验证器和恢复码一起失效，以后只凭密码就能登录。',
        en: 'The app and the recovery codes stop working; the password alone signs you in from then on.',
      },
      ok: { zh: '关闭', en: 'Switch off' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({})
        onRemoved()
      },
    })
  const left = account.recoveryCodesLeft
  return (
    <>
      <p className="rg-account-said">
        <Badge tone="good">{say({ zh: '已开启', en: 'On' })}</Badge>{' '}
        {say({ zh: '自 {date} 起。', en: 'Since {date}. ' }, { date: format.date(account.authenticatorSince ?? '') })}
        {say({ zh: '还剩 {n} 个恢复码。', en: '{n} recovery {n|code|codes} left.' }, { n: left })}
        {left <= 3 ? <strong> {say({ zh: '快用完了，请换一套。', en: 'Make new ones soon.' })}</strong> : null}
      </p>
      <Space wrap>
        <Button loading={renew.isPending} onClick={() => renew.mutate({}, { onSuccess: (made) => setCodes(made.codes), onError: refused })}>
          {say({ zh: '换一套恢复码', en: 'Make new recovery codes' })}
        </Button>
        <Button danger onClick={ask}>
          {say({ zh: '关闭两步验证', en: 'Switch off' })}
        </Button>
      </Space>
      <Modal
        open={codes !== null}
        footer={null}
        mask={{ closable: false }}
        title={say({ zh: '新的恢复码', en: 'The new recovery codes' })}
        onCancel={() => setCodes(null)}
      >
        {codes ? <RecoveryCodes codes={codes} onDone={() => setCodes(null)} /> : null}
      </Modal>
    </>
  )
}
