import { Alert, Checkbox, Input, Modal, Select } from 'antd'
import { useId, useState } from 'react'
import { type ConsentChannel, consentChannels } from '../../../core/kit/consent-line.ts'
import type { Words } from '../../../core/kit/words.ts'
import '../../../pages/pages.css'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { createPurpose } from '../actions.ts'
import { consentKinds, kindWords, sayChannel } from '../consent.ts'

const texts = {
  code: { zh: '代码（小写字母、数字、减号）', en: 'Code (small letters, digits, -)' },
  nameZh: { zh: '名称（中文）', en: 'Name in Chinese' },
  nameEn: { zh: '名称（英文）', en: 'Name in English' },
  wordingZh: { zh: '请客户同意的话（中文）', en: 'What customers agree to, in Chinese' },
  wordingEn: { zh: '请客户同意的话（英文）', en: 'What customers agree to, in English' },
} satisfies Record<string, Words>
const names = ['code', 'nameZh', 'nameEn', 'wordingZh', 'wordingEn'] as const
type Texts = Record<(typeof names)[number], string>
const nothing: Texts = { code: '', nameZh: '', nameEn: '', wordingZh: '', wordingEn: '' }

/** A purpose of the firm's own. */
export function NewPurpose({ onClose }: { readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const id = useId()
  const [written, setWritten] = useState(nothing)
  const [channels, setChannels] = useState<readonly ConsentChannel[]>(['email', 'sms'])
  const [kind, setKind] = useState<(typeof consentKinds)[number]>('general')
  const [optIn, setOptIn] = useState(true)
  const create = useAct(createPurpose)
  const isReady = names.every((name) => written[name].trim() !== '') && /^[a-z][a-z0-9-]{1,39}$/.test(written.code)
  const send = () => {
    const name = { zh: written.nameZh.trim(), en: written.nameEn.trim() }
    const wording = { zh: written.wordingZh.trim(), en: written.wordingEn.trim() }
    create.mutate({ code: written.code, name, help: name, channels: [...channels], kind, optIn, wording }, { onSuccess: onClose })
  }
  return (
    <Modal
      open
      onCancel={onClose}
      onOk={send}
      okText={say({ zh: '新建', en: 'Create' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(
        !isReady
          ? { zh: '每一项都要填；代码用小写字母、数字和连字符', en: 'Fill in every line; the code is small letters, digits and hyphens' }
          : null,
      )}
      okButtonProps={{ disabled: !isReady, loading: create.isPending }}
      title={say({ zh: '新建用途', en: 'New purpose' })}
    >
      {create.error ? <Alert type="error" showIcon role="alert" title={sayProblem(create.error)} /> : null}
      <div className="rg-form">
        {names.map((name) => (
          <div className="rg-form-line" key={name}>
            <label htmlFor={id + name}>{say(texts[name])}</label>
            <Input
              id={id + name}
              value={written[name]}
              maxLength={name === 'code' ? 40 : name.startsWith('name') ? 60 : 2_000}
              onChange={(event) => setWritten({ ...written, [name]: event.target.value })}
            />
          </div>
        ))}
        <div className="rg-form-line">
          <span>{say({ zh: '渠道', en: 'Channels' })}</span>
          <Checkbox.Group
            value={[...channels]}
            onChange={(next) => setChannels(consentChannels.filter((channel) => next.includes(channel)))}
            options={consentChannels.map((channel) => ({ value: channel, label: say(sayChannel(channel)) }))}
          />
        </div>
        <div className="rg-form-line">
          <label htmlFor={`${id}kind`}>{say({ zh: '哪一种同意', en: 'What kind of consent' })}</label>
          <Select
            id={`${id}kind`}
            value={kind}
            onChange={setKind}
            options={consentKinds.map((value) => ({ value, label: say(kindWords[value]) }))}
          />
        </div>
        <Checkbox checked={optIn} onChange={(event) => setOptIn(event.target.checked)}>
          {say({ zh: '须先同意，没有表示就不联系', en: 'Needs a yes; nobody is reached without one' })}
        </Checkbox>
      </div>
    </Modal>
  )
}
