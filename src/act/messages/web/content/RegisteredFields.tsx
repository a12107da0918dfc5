import { Select } from 'antd'
import { useId } from 'react'
import type { ReplyOf } from '../../../../core/action/action.ts'
import { useAsk } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { useMayDo } from '../../../../ui/reader.tsx'
import { listChannelTexts } from '../../../channels/actions.ts'
import type { ChannelName } from '../../../channels/channel-kind.ts'
import { placesIn } from '../../../channels/registered-places.ts'
import type { RegisteredText } from '../../content/content.ts'
import { VariableField } from './VariableField.tsx'

type Props = {
  readonly text: RegisteredText
  readonly channel: ChannelName
  readonly onChange: (text: RegisteredText) => void
}

/** A text that a vendor approved, by its code, with what stands in its places. */
export function RegisteredFields({ text, channel, onChange }: Props) {
  const isSms = channel === 'sms'
  const parametersOf = (words: string) => Object.fromEntries(placesIn(words).map((name) => [name, text.parameters[name] ?? '']))
  return (
    <>
      <RegisteredPick
        channel={channel}
        onPick={({ code, text: words, signName }) =>
          onChange({ ...text, code, text: words, parameters: parametersOf(words), ...(signName ? { signature: signName } : {}) })
        }
      />
      <VariableField
        fixed
        label={isSms ? { zh: '短信模板编码', en: 'Code of the registered text' } : { zh: '微信模板编号', en: 'Id of the WeChat template' }}
        at="code"
        most={100}
        value={text.code}
        onChange={(code) => onChange({ ...text, code })}
        help={
          isSms
            ? { zh: '服务商审核通过后给出，如 SMS_123456', en: 'Given by the vendor once it was approved, e.g. SMS_123456' }
            : { zh: '公众平台“模板消息”里的模板 ID', en: 'The template’s id in WeChat’s console' }
        }
      />
      {isSms ? (
        <VariableField
          fixed
          label={{ zh: '短信签名', en: 'Signature' }}
          at="signature"
          most={40}
          value={text.signature}
          onChange={(signature) => onChange({ ...text, signature })}
          help={{ zh: '不带【】，与服务商处备案的一致', en: 'Without 【】, as registered with the vendor' }}
        />
      ) : null}
      <VariableField
        fixed
        label={{ zh: '已登记的原文', en: 'The registered words' }}
        at="text"
        rows={4}
        most={2_000}
        value={text.text}
        onChange={(words) => onChange({ ...text, text: words, parameters: parametersOf(words) })}
        help={
          isSms
            ? {
                zh: '照抄登记的文字，参数写成 ${name} 或 {1}；用于预览和计算条数',
                en: 'As registered, with its parameters as ${name} or {1}; for the preview and to count parts',
              }
            : {
                zh: '照抄登记的文字，参数写成 {{thing1.DATA}}；用于预览',
                en: 'As registered, with its parameters as {{thing1.DATA}}; for the preview',
              }
        }
      />
      {Object.entries(text.parameters).map(([name, source]) => (
        <VariableField
          key={name}
          label={{ zh: `参数 ${name}`, en: `Parameter ${name}` }}
          at={`parameters.${name}`}
          value={source}
          onChange={(value) => onChange({ ...text, parameters: { ...text.parameters, [name]: value } })}
        />
      ))}
      {isSms ? null : (
        <VariableField
          label={{ zh: '点击后打开', en: 'Where a click leads' }}
          at="url"
          most={2_000}
          value={text.url}
          onChange={(url) => onChange({ ...text, url })}
        />
      )}
    </>
  )
}

type Registered = ReplyOf<typeof listChannelTexts>['texts'][number]

/** The texts that the firm registered with its vendors, to take one over with its code and its places. */
function RegisteredPick({ channel, onPick }: { readonly channel: ChannelName; readonly onPick: (text: Registered) => void }) {
  const say = useSay()
  const id = useId()
  const { data } = useAsk(listChannelTexts, { channel }, { when: useMayDo(listChannelTexts) })
  if (!data || data.texts.length === 0) return null
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say({ zh: '取用已登记的文本', en: 'Take a registered text' })}</label>
      <Select
        id={id}
        value={null}
        placeholder={say({ zh: '选择一条', en: 'Choose one' })}
        onChange={(chosen: string | null) => {
          const found = data.texts.find((one) => one.id === chosen)
          if (found) onPick(found)
        }}
        options={data.texts.map((one) => ({ value: one.id, label: `${one.code} ${one.text.slice(0, 40)}` }))}
      />
    </div>
  )
}
