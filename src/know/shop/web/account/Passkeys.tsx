import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { addPasskey, beginNewPasskey, type readAccount, removePasskey } from '../../../account/account.ts'
import { sayDevice } from '../../../account/say-device.ts'
import { useAct } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Page.tsx'
import { isCancelled, isKnownPasskey, knowsPasskeys, makePasskey } from '../../../../ui/passkeys.ts'
import { useFormat } from '../../../../ui/shop.tsx'
import { useSayProblem } from '../../../../ui/States.tsx'
import { useConfirm } from '../../../../ui/use-confirm.ts'
import { RenamePasskey } from './RenamePasskey.tsx'
import './account.css'

type Passkey = z.output<typeof readAccount.output>['passkeys'][number]

/** Sign-in with fingerprint, face or PIN of a device. */
export function Passkeys({ passkeys }: { readonly passkeys: readonly Passkey[] }) {
  const say = useSay()
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title={{ zh: '通行密钥', en: 'Passkeys' }}
      note={say({
        zh: '用指纹、面容或设备的 PIN 登录，不用输密码，也不怕假冒的网站。',
        en: 'Sign in with the fingerprint, face or PIN of a device: nothing to type, and no use to a fake site.',
      })}
      actions={
        <Button icon={<PlusOutlined />} disabled={!knowsPasskeys()} onClick={() => setAdding(true)}>
          {say({ zh: '添加通行密钥', en: 'Add a passkey' })}
        </Button>
      }
    >
      {knowsPasskeys() ? null : (
        <p className="rg-settings-quiet">
          {say({
            zh: '这里不能使用通行密钥：它需要 https 网址和较新的浏览器。',
            en: 'Passkeys do not work here: they need an https address and a recent browser.',
          })}
        </p>
      )}
      {passkeys.length === 0 ? (
        <p className="rg-settings-quiet">{say({ zh: '还没有通行密钥。', en: 'No passkeys yet.' })}</p>
      ) : (
        <ul className="rg-account-list">
          {passkeys.map((passkey) => (
            <PasskeyLine key={passkey.id} of={passkey} />
          ))}
        </ul>
      )}
      <NewPasskey open={adding} onClose={() => setAdding(false)} />
    </Section>
  )
}

function PasskeyLine({ of }: { readonly of: Passkey }) {
  const say = useSay()
  const format = useFormat()
  const confirm = useConfirm()
  const remove = useAct(removePasskey)
  const [isRenaming, setRenaming] = useState(false)
  const ask = () =>
    confirm({
      title: say({ zh: '移除“{name}”？', en: 'Remove “{name}”?' }, { name: of.name }),
      content: {
        zh: '以后不能再用它登录。请在那台设备的密码管理里也删除它。',
        en: 'It no longer signs you in. Delete it in that device’s password manager too.',
      },
      ok: { zh: '移除', en: 'Remove' },
      danger: true,
      run: async () => void (await remove.mutateAsync({ id: of.id })),
    })
  return (
    <li className="rg-account-line">
      <span>
        <strong>{of.name}</strong>
        <span className="rg-settings-quiet rg-account-more">
          {say({ zh: '{date} 添加', en: 'Added {date}' }, { date: format.date(of.madeAt) })} ·{' '}
          {of.lastUsedAt
            ? say({ zh: '最近使用：{when}', en: 'last used {when}' }, { when: format.relative(of.lastUsedAt) })
            : say({ zh: '还没用过', en: 'not used yet' })}
          {of.backedUp ? ` · ${say({ zh: '在您的设备间同步', en: 'synced between your devices' })}` : ''}
        </span>
      </span>
      <Button
        size="small"
        aria-label={say({ zh: '给通行密钥 {name} 改名', en: 'Rename the passkey {name}' }, { name: of.name })}
        onClick={() => setRenaming(true)}
      >
        {say({ zh: '改名', en: 'Rename' })}
      </Button>
      <RenamePasskey of={of} open={isRenaming} onClose={() => setRenaming(false)} />
      <Button
        size="small"
        danger
        aria-label={say({ zh: '移除通行密钥 {name}', en: 'Remove the passkey {name}' }, { name: of.name })}
        onClick={ask}
      >
        {say({ zh: '移除', en: 'Remove' })}
      </Button>
    </li>
  )
}

function NewPasskey(props: { readonly open: boolean; readonly onClose: () => void }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [form] = Form.useForm<{ name: string }>()
  const [busy, setBusy] = useState(false)
  const begin = useAct(beginNewPasskey)
  const add = useAct(addPasskey)
  const make = async ({ name }: { name: string }) => {
    setBusy(true)
    try {
      const { options } = await begin.mutateAsync({})
      await add.mutateAsync({ name, passkey: await makePasskey(options) })
      message.success(say({ zh: '通行密钥已添加', en: 'The passkey is added' }))
      props.onClose()
    } catch (error) {
      if (isKnownPasskey(error)) message.info(say({ zh: '这台设备上已经有一个了', en: 'This device has one already' }))
      else if (!isCancelled(error)) message.error(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={props.open}
      destroyOnHidden
      title={say({ zh: '添加通行密钥', en: 'Add a passkey' })}
      okText={say({ zh: '继续', en: 'Go on' })}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <p>
        {say({ zh: '起个名字，好在列表里认出它；随后按浏览器的提示操作。', en: 'Give it a name to know it by; then follow the browser.' })}
      </p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: say(sayDevice(navigator.userAgent)) }}
        onFinish={(input: { name: string }) => void make(input)}
      >
        <Form.Item
          name="name"
          label={say({ zh: '名称', en: 'Name' })}
          rules={[{ required: true, whitespace: true, message: say({ zh: '请输入名称', en: 'Enter a name' }) }]}
        >
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
