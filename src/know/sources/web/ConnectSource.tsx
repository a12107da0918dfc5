import { Select } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { linkToPass } from '../../../ui/link-to-pass.ts'
import { Caution } from '../../../ui/LinkDialog.tsx'
import { Section } from '../../../ui/Page.tsx'
import type { readSource } from '../actions.ts'
import { schemeCards, signatureSchemes } from '../signature-schemes.ts'
import { Code } from './Code.tsx'
import { snippetsFor } from './connect-snippets.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'

export type SourceAnswer = ReplyOf<typeof readSource>

/** How a sender is pointed here. */
export function ConnectSource({ source }: { readonly source: SourceAnswer }) {
  const { link: address, caution } = linkToPass(source.address, window.location.origin)
  return (
    <Section title={{ zh: '怎样接上', en: 'How to connect' }}>
      <Caution words={caution} />
      {source.kind === 'hook' ? <ConnectHook hook={source.hook} address={address} /> : <ConnectClient host={address} />}
    </Section>
  )
}

function ConnectClient({ host }: { readonly host: string }) {
  const say = useSay()
  const snippets = snippetsFor(host)
  const [shown, setShown] = useState('node')
  const snippet = snippets.find((one) => one.name === shown) ?? snippets[0]
  return (
    <>
      <p className="rg-note">
        {say({
          zh: '把 WRITE_KEY 换成新建或更换密钥时显示的写入密钥。',
          en: 'Put the write key that was shown when it was made in the place of WRITE_KEY.',
        })}
      </p>
      <Select
        aria-label={say({ zh: '用哪个客户端', en: 'Which client' })}
        value={shown}
        onChange={setShown}
        style={{ width: '100%', maxWidth: 420 }}
        options={snippets.map(({ name, label }) => ({ value: name, label: say(label) }))}
      />
      {snippet ? <Code text={snippet.code} what={say(snippet.label)} /> : null}
    </>
  )
}

function ConnectHook({ hook, address }: { readonly hook: SourceAnswer['hook']; readonly address: string }) {
  const say = useSay()
  const scheme = signatureSchemes.find((name) => name === hook?.scheme) ?? 'standard'
  return (
    <>
      <p>{say({ zh: '在对方系统中把 Webhook 地址设为：', en: 'In the sending system, set the webhook’s address to:' })}</p>
      <div className="rg-source-address">
        <code>{address}</code>
        <CopyButton size="small" text={address} what={say({ zh: '接收地址', en: 'the address' })} />
      </div>
      <p className="rg-note">
        {say(schemeCards[scheme].label)}
        {hook?.header ? ` · ${hook.header}` : ''} · {say(schemeCards[scheme].help)}
      </p>
    </>
  )
}
