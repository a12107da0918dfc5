import { App, Button, Input, Modal, Radio, Switch } from 'antd'
import { useId, useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import type { Brand, ContentSettings } from '../content/brand.ts'
import { readContentSettings, saveContentSettings } from '../template-actions.ts'
import { PictureChoice } from './pictures/PictureChoice.tsx'

const approvals: readonly { readonly value: ContentSettings['approval']; readonly label: Words }[] = [
  {
    value: 'role',
    label: { zh: '没有“审批消息模板”权限的人写的，须经审批', en: 'What colleagues without the right to approve wrote waits for approval' },
  },
  { value: 'always', label: { zh: '所有人写的都须由另一人审批', en: 'Everybody’s waits for a second person' } },
  { value: 'off', label: { zh: '不审批', en: 'No approval' } },
]

/** How mails look, whether marketing is looked at by a second person, and whether presses of links are noted. */
export function ContentSettingsButton() {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const may = useMayDo(saveContentSettings)
  const asked = useAsk(readContentSettings, {}, { when: open })
  if (!may) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say({ zh: '外观与审批', en: 'Look and approval' })}</Button>
      {open && asked.data ? <SettingsForm {...asked.data} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

type FormProps = { readonly brand: Brand; readonly content: ContentSettings; readonly onClose: () => void }

function SettingsForm(props: FormProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [brand, setBrand] = useState(props.brand)
  const [content, setContent] = useState(props.content)
  const save = useAct(saveContentSettings)
  const changeBrand = (patch: Partial<Brand>) => setBrand((old) => ({ ...old, ...patch }))
  const submit = () =>
    save.mutate(
      { brand, content },
      {
        onSuccess: () => {
          void message.success(say({ zh: '已保存', en: 'Saved' }))
          props.onClose()
        },
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <Modal
      open
      title={say({ zh: '外观与审批', en: 'Look and approval' })}
      okText={say({ zh: '保存', en: 'Save' })}
      confirmLoading={save.isPending}
      onOk={submit}
      onCancel={props.onClose}
    >
      <Text label={{ zh: '品牌色', en: 'Colour' }} value={brand.color} onChange={(color) => changeBrand({ color })} placeholder="#0f766e" />
      <Text
        label={{ zh: '标志（https 网址，或上传）', en: 'Logo (https address, or upload)' }}
        value={brand.logo.startsWith('data:') ? '' : brand.logo}
        onChange={(logo) => changeBrand({ logo })}
        placeholder={brand.logo.startsWith('data:') ? say({ zh: '已上传', en: 'uploaded' }) : 'https://'}
      />
      <PictureChoice onPicture={(logo) => changeBrand({ logo })} />
      <Text
        label={{ zh: '官网（失效的链接会打开这里）', en: 'Web site (links that are over lead here)' }}
        value={brand.website}
        onChange={(website) => changeBrand({ website })}
        placeholder="https://"
      />
      <Text
        label={{ zh: '页脚（中文）', en: 'Footer (Chinese)' }}
        value={brand.footer.zh}
        onChange={(zh) => changeBrand({ footer: { ...brand.footer, zh } })}
        placeholder={say({ zh: '公司地址、电话', en: 'Address, phone' })}
      />
      <Text
        label={{ zh: '页脚（英文）', en: 'Footer (English)' }}
        value={brand.footer.en}
        onChange={(en) => changeBrand({ footer: { ...brand.footer, en } })}
        placeholder=""
      />
      <div className="rg-form-line" role="group" aria-label={say({ zh: '营销模板的审批', en: 'Approval of marketing' })}>
        <span className="rg-template-label">{say({ zh: '营销模板的审批', en: 'Approval of marketing' })}</span>
        <Radio.Group
          vertical
          value={content.approval}
          onChange={(event) =>
            setContent({ ...content, approval: approvals.find(({ value }) => value === event.target.value)?.value ?? 'role' })
          }
          options={approvals.map(({ value, label }) => ({ value, label: say(label) }))}
        />
      </div>
      <div className="rg-template-toggle">
        <Switch
          size="small"
          checked={content.trackLinks}
          aria-label={say({ zh: '记录营销消息里的链接点击', en: 'Note clicks on links in marketing' })}
          onChange={(trackLinks) => setContent({ ...content, trackLinks })}
        />
        <span>{say({ zh: '记录营销消息里的链接点击', en: 'Note clicks on links in marketing' })}</span>
      </div>
    </Modal>
  )
}

type TextProps = { readonly label: Words; readonly value: string; readonly onChange: (value: string) => void; readonly placeholder: string }

function Text({ label, value, onChange, placeholder }: TextProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say(label)}</label>
      <Input id={id} value={value} placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />
    </div>
  )
}
