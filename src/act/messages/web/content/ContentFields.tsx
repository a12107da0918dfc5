import { Button, Segmented } from 'antd'
import { type Language, languages, type Words } from '../../../../core/kit/words.ts'
import { useSay } from '../../../../ui/language.tsx'
import type { ChannelName } from '../../../channels/channel-kind.ts'
import type { JsonText, MailText, PlainText, TaskText, TemplateContent } from '../../content/content.ts'
import { addLanguage, dropLanguage, emptyContent } from '../../content/edit-content.ts'
import { Assignment } from './Assignment.tsx'
import { BlockList } from './BlockList.tsx'
import { newBlockId } from './new-block-id.ts'
import { RegisteredFields } from './RegisteredFields.tsx'
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
