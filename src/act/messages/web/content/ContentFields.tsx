import { Button, Segmented, Select } from 'antd'
import { useId } from 'react'
import type { ReplyOf } from '../../../../core/action/action.ts'
import { type Language, languages, type Words } from '../../../../core/kit/words.ts'
import { useAsk } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { useMayDo } from '../../../../ui/reader.tsx'
import { readOrganisation } from '../../../../know/staff/actions.ts'
import { listChannelTexts } from '../../../channels/actions.ts'
import type { ChannelName } from '../../../channels/channel-kind.ts'
import type { JsonText, MailText, PlainText, RegisteredText, TaskAssignment, TaskText, TemplateContent } from '../../content/content.ts'
import { addLanguage, dropLanguage, emptyContent } from '../../content/edit-content.ts'
import { newBlockId } from './new-block-id.ts'
import { BlockList } from './BlockList.tsx'
import { VariableField } from './VariableField.tsx'

type Props = {
  readonly content: TemplateContent
  readonly channel: ChannelName
  readonly language: Language
  readonly onLanguage: (language: Language) => void
  readonly onChange: (content: TemplateContent) => void
}

const languageWords: Record<Language, Words> = { zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } }

/** What a template says in one of its languages, in the form of its channel. */
export function ContentFields(props: Props) {
  return (
    <>
      {props.channel === 'wechat' ? <WechatForm {...props} /> : null}
      <LanguageTabs {...props} />
      <TextOf {...props} />
      {props.content.form === 'task' ? <Assignment content={props.content} onChange={props.onChange} /> : null}
    </>
  )
}

/** A service account takes registered texts at any time, and free words within 48 hours of the follower's last one. */
function WechatForm({ content, language, onChange }: Props) {
  const say = useSay()
  return (
    <div className="rg-template-languages">
      <Segmented<'registered' | 'text'>
        aria-label={say({ zh: '消息种类', en: 'Kind of message' })}
        value={content.form === 'text' ? 'text' : 'registered'}
        onChange={(form) => (form === content.form ? undefined : onChange(emptyContent(form, language, newBlockId)))}
        options={[
          { value: 'registered', label: say({ zh: '模板消息', en: 'Template message' }) },
          { value: 'text', label: say({ zh: '客服消息', en: 'Customer service message' }) },
        ]}
      />
      <span className="rg-form-help">
        {content.form === 'text'
          ? say({
              zh: '只能发给 48 小时内说过话的粉丝；其余的会被挡下，并写明原因。',
              en: 'Only to followers who wrote in the last 48 hours; the others are refused, with that reason.',
            })
          : say({ zh: '文本须先在微信登记。', en: 'Its text must be registered with WeChat.' })}
      </span>
    </div>
  )
}

type TaskContent = Extract<TemplateContent, { form: 'task' }>

/** Who carries it out. */
function Assignment({ content, onChange }: { readonly content: TaskContent; readonly onChange: (content: TemplateContent) => void }) {
  const say = useSay()
  const ids = { kind: useId(), who: useId() }
  const asked = useAsk(readOrganisation, {})
  const assign = content.assign ?? { kind: 'owner' }
  const set = (next: TaskAssignment) => onChange({ ...content, assign: next })
  const teams = (asked.data?.teams ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const people = (asked.data?.people ?? []).map(({ id, name }) => ({ value: `user:${id}`, label: name }))
  const choose = (kind: TaskAssignment['kind']) => {
    const [team, person] = [teams[0]?.value, people[0]?.value]
    if (kind === 'owner') return set({ kind })
    if (kind === 'team' && team) return set({ kind, team })
    if (kind === 'person' && person) set({ kind, person })
  }
  return (
    <div className="rg-form-line">
      <label htmlFor={ids.kind}>{say({ zh: '由谁来做', en: 'Who does it' })}</label>
      <Select<TaskAssignment['kind']>
        id={ids.kind}
        value={assign.kind}
        onChange={choose}
        options={[
          { value: 'owner', label: say({ zh: '客户的负责人', en: 'Whom the customer belongs to' }) },
          { value: 'team', label: say({ zh: '一个团队，轮流', en: 'A team, in turn' }), disabled: teams.length === 0 },
          { value: 'person', label: say({ zh: '一位同事', en: 'One colleague' }), disabled: people.length === 0 },
        ]}
      />
      {assign.kind === 'person' ? (
        <Select
          aria-label={say({ zh: '哪位同事', en: 'Which colleague' })}
          showSearch={{ optionFilterProp: 'label' }}
          value={assign.person}
          onChange={(person: string) => set({ kind: 'person', person })}
          options={people}
        />
      ) : (
        <Select
          aria-label={
            assign.kind === 'team'
              ? say({ zh: '哪个团队', en: 'Which team' })
              : say({ zh: '没有负责人时交给', en: 'Where it belongs to nobody' })
          }
          placeholder={say({ zh: '没有负责人时先不指派', en: 'Where it belongs to nobody: not assigned' })}
          allowClear={assign.kind === 'owner'}
          value={assign.team ?? null}
          onChange={(team: string | undefined) =>
            assign.kind === 'team' ? (team ? set({ kind: 'team', team }) : undefined) : set({ kind: 'owner', ...(team ? { team } : {}) })
          }
          options={teams.map(({ value, label }) => ({
            value,
            label:
              assign.kind === 'team'
                ? label
                : say({ zh: '没有负责人时由{team}轮流', en: 'Where it belongs to nobody: {team} in turn' }, { team: label }),
          }))}
        />
      )}
    </div>
  )
}

function LanguageTabs({ content, language, onLanguage, onChange }: Props) {
  const say = useSay()
  const other: Language = language === 'zh' ? 'en' : 'zh'
  const there = languages.filter((each) => content.texts[each] !== undefined)
  const add = () => {
    onChange(addLanguage(content, language, other))
    onLanguage(other)
  }
  const drop = () => {
    onChange(dropLanguage(content, language))
    onLanguage(other)
  }
  return (
    <div className="rg-template-languages">
      <Segmented<Language>
        aria-label={say({ zh: '语言', en: 'Language' })}
        value={language}
        onChange={onLanguage}
        options={there.map((value) => ({ value, label: say(languageWords[value]) }))}
      />
      {there.length < languages.length ? (
        <Button size="small" onClick={add}>
          {say({ zh: '添加{language}', en: 'Add {language}' }, { language: languageWords[other] })}
        </Button>
      ) : (
        <Button size="small" onClick={drop}>
          {say({ zh: '去掉{language}', en: 'Drop {language}' }, { language: languageWords[language] })}
        </Button>
      )}
      <span className="rg-form-help">
        {say({
          zh: '按客户的语言选用；没有那种语言时用已有的一种。',
          en: 'A customer gets theirs; without it, the one there is.',
        })}
      </span>
    </div>
  )
}

function TextOf({ content, channel, language, onChange }: Props) {
  switch (content.form) {
    case 'mail': {
      const text = content.texts[language]
      return text ? (
        <MailFields text={text} onChange={(changed) => onChange({ ...content, texts: { ...content.texts, [language]: changed } })} />
      ) : null
    }
    case 'registered': {
      const text = content.texts[language]
      return text ? (
        <RegisteredFields
          text={text}
          channel={channel}
          onChange={(changed) => onChange({ ...content, texts: { ...content.texts, [language]: changed } })}
        />
      ) : null
    }
    case 'text': {
      const text = content.texts[language]
      return text ? (
        <PlainFields text={text} onChange={(changed) => onChange({ ...content, texts: { ...content.texts, [language]: changed } })} />
      ) : null
    }
    case 'json': {
      const text = content.texts[language]
      return text ? (
        <JsonFields text={text} onChange={(changed) => onChange({ ...content, texts: { ...content.texts, [language]: changed } })} />
      ) : null
    }
    case 'task': {
      const text = content.texts[language]
      return text ? (
        <TaskFields text={text} onChange={(changed) => onChange({ ...content, texts: { ...content.texts, [language]: changed } })} />
      ) : null
    }
  }
}

type Of<T> = { readonly text: T; readonly onChange: (text: T) => void }

function MailFields({ text, onChange }: Of<MailText>) {
  return (
    <>
      <VariableField
        first
        label={{ zh: '邮件主题', en: 'Subject' }}
        at="subject"
        most={300}
        value={text.subject}
        onChange={(subject) => onChange({ ...text, subject })}
      />
      <VariableField
        label={{ zh: '摘要', en: 'Preview line' }}
        at="preview"
        most={200}
        value={text.preview}
        onChange={(preview) => onChange({ ...text, preview })}
        help={{ zh: '收件箱里跟在主题后面的一行，可不填', en: 'The line behind the subject in an inbox; optional' }}
      />
      <BlockList blocks={text.blocks} onChange={(blocks) => onChange({ ...text, blocks })} />
    </>
  )
}

/** The places of a registered text, by their names. */
const placesOf = (text: string) => [...new Set([...text.matchAll(/\$?\{([\w.-]+)\}/g)].map(([, name = '']) => name))]

function RegisteredFields({ text, channel, onChange }: Of<RegisteredText> & { readonly channel: ChannelName }) {
  const isSms = channel === 'sms'
  const write = (words: string) => {
    const parameters = Object.fromEntries(placesOf(words).map((name) => [name, text.parameters[name] ?? '']))
    onChange({ ...text, text: words, parameters })
  }
  return (
    <>
      <RegisteredPick
        channel={channel}
        onPick={({ code, text: words, signName }) => {
          const parameters = Object.fromEntries(placesOf(words).map((name) => [name, text.parameters[name] ?? '']))
          onChange({ ...text, code, text: words, parameters, ...(signName ? { signature: signName } : {}) })
        }}
      />
      <VariableField
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
          label={{ zh: '短信签名', en: 'Signature' }}
          at="signature"
          most={40}
          value={text.signature}
          onChange={(signature) => onChange({ ...text, signature })}
          help={{ zh: '不带【】，与服务商处备案的一致', en: 'Without 【】, as registered with the vendor' }}
        />
      ) : null}
      <VariableField
        label={{ zh: '已登记的原文', en: 'The registered words' }}
        at="text"
        rows={4}
        most={2_000}
        value={text.text}
        onChange={write}
        help={{
          zh: '照抄登记的文字，参数写成 ${name} 或 {1}；用于预览和计算条数',
          en: 'As registered, with its parameters as ${name} or {1}; for the preview and to count parts',
        }}
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

function PlainFields({ text, onChange }: Of<PlainText>) {
  return (
    <>
      <VariableField
        label={{ zh: '标题', en: 'Title' }}
        at="title"
        most={200}
        value={text.title}
        onChange={(title) => onChange({ ...text, title })}
      />
      <VariableField
        first
        label={{ zh: '正文', en: 'Body' }}
        at="text"
        rows={6}
        most={5_000}
        value={text.text}
        onChange={(words) => onChange({ ...text, text: words })}
      />
      <VariableField
        label={{ zh: '链接', en: 'Link' }}
        at="url"
        most={2_000}
        value={text.url}
        onChange={(url) => onChange({ ...text, url })}
      />
      <VariableField
        label={{ zh: '图片网址', en: 'Address of a picture' }}
        at="picture"
        most={2_000}
        value={text.picture}
        onChange={(picture) => onChange({ ...text, picture })}
      />
    </>
  )
}

function JsonFields({ text, onChange }: Of<JsonText>) {
  return (
    <>
      <VariableField
        label={{ zh: '类型', en: 'Type' }}
        at="type"
        most={100}
        value={text.type}
        onChange={(type) => onChange({ ...text, type })}
        help={{ zh: '接收方用它分辨是什么，如 customer.welcome', en: 'By which the receiver knows what it is, e.g. customer.welcome' }}
      />
      <VariableField
        first
        label={{ zh: '数据（JSON）', en: 'Data (JSON)' }}
        at="data"
        rows={8}
        most={20_000}
        value={text.data}
        onChange={(data) => onChange({ ...text, data })}
        help={{ zh: '变量写在引号里，填入的始终是文字', en: 'Variables stand inside quotes; what is filled in is always text' }}
      />
    </>
  )
}

function TaskFields({ text, onChange }: Of<TaskText>) {
  return (
    <>
      <VariableField
        label={{ zh: '任务', en: 'Task' }}
        at="title"
        most={200}
        value={text.title}
        onChange={(title) => onChange({ ...text, title })}
        help={{ zh: '同事在待办里看到的标题，如：回访{{ name }}', en: 'What a colleague reads in their to-dos, e.g. Call {{ name }}' }}
      />
      <VariableField
        first
        label={{ zh: '话术', en: 'Script' }}
        at="script"
        rows={8}
        most={10_000}
        value={text.script}
        onChange={(script) => onChange({ ...text, script })}
      />
    </>
  )
}
