import { Alert, Button, Input, Radio, Select } from 'antd'
import { type ReactNode, useId } from 'react'
import type { Language, Words } from '../../../core/kit/words.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { listPurposes } from '../../../know/consent/actions.ts'
import { useSayProblem } from '../../../ui/States.tsx'
import { type ChannelName, channelNames } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { asBlocks, emptyContent } from '../content/edit-content.ts'
import { languageOfText } from '../markup/write-mail.ts'
import { listLibrary } from '../template-actions.ts'
import { type MessageKind, messageKinds, template as entity } from '../template.ts'
import { ContentFields } from './content/ContentFields.tsx'
import { InsertionProvider, useInsertion } from './content/insertion.tsx'
import { newBlockId } from './content/new-block-id.ts'
import { TroubleContext } from './content/trouble.tsx'
import { VariableField } from './content/VariableField.tsx'
import type { TemplateDraft } from './use-template-draft.ts'
import { VariableChips } from './VariableChips.tsx'

type Props = { readonly draft: TemplateDraft; readonly language: Language; readonly onLanguage: (language: Language) => void }

/** Name, channel, purpose and what a template says, each with what is wrong with it. */
export function TemplateFields({ draft, language, onLanguage }: Props) {
  const sayProblem = useSayProblem()
  const { written, change, failed } = draft
  const isPlaced = failed && typeof failed.details['path'] === 'string' && failed.details['path'] !== ''
  return (
    <TroubleContext value={[draft.failed, draft.previewProblem]}>
      <InsertionProvider>
        <form className="rg-form" onSubmit={(event) => event.preventDefault()}>
          <NameLine draft={draft} />
          <div className="rg-template-pair">
            <ChannelChoice draft={draft} />
            <FolderLine folder={written.folder} onChange={(folder) => change({ folder })} />
          </div>
          <TagsLine tags={written.tags} onChange={(tags) => change({ tags })} />
          <KindChoice kind={written.kind} onChange={(kind) => change({ kind })} />
          <PurposeChoice channel={written.channel} purpose={written.purpose} onChange={(purpose) => change({ purpose })} />
          <Chips />
          {written.content === null ? (
            <PlainFields draft={draft} />
          ) : (
            <ContentFields
              content={written.content}
              channel={written.channel}
              language={language}
              onLanguage={onLanguage}
              onChange={(content) => change({ content })}
            />
          )}
          {failed && !isPlaced ? <Alert type="error" showIcon role="alert" title={sayProblem(failed)} /> : null}
        </form>
      </InsertionProvider>
    </TroubleContext>
  )
}

function Chips() {
  const { insert } = useInsertion()
  return <VariableChips onInsert={insert} />
}

/** A template of before: a subject and a body, until it is turned into blocks. */
function PlainFields({ draft }: { readonly draft: TemplateDraft }) {
  const say = useSay()
  const { subject, body, channel } = draft.written
  const turn = () => draft.change({ content: asBlocks(subject, body, languageOfText(subject + body), newBlockId), subject: '', body: '' })
  return (
    <>
      <VariableField
        label={entity.fields.subject.label}
        at="subject"
        most={300}
        value={subject}
        onChange={(value) => draft.change({ subject: value })}
      />
      <VariableField
        label={entity.fields.body.label}
        at="body"
        rows={12}
        most={50_000}
        value={body}
        onChange={(value) => draft.change({ body: value })}
        help={entity.fields.body.help}
      />
      {channel === 'email' ? (
        <div>
          <Button onClick={turn}>
            {say({ zh: '改用内容块（图片、按钮、商品……）', en: 'Turn into blocks (pictures, buttons, products …)' })}
          </Button>
        </div>
      ) : null}
    </>
  )
}

type LineProps = { readonly label: Words; readonly trouble?: string | null; readonly children: (id: string) => ReactNode }

function Line({ label, trouble, children }: LineProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say(label)}</label>
      {children(id)}
      {trouble ? (
        <div id={`${id}-trouble`} className="rg-form-wrong" role="alert">
          {trouble}
        </div>
      ) : null}
    </div>
  )
}

function NameLine({ draft }: { readonly draft: TemplateDraft }) {
  const say = useSay()
  const { name } = draft.written
  const found = [draft.failed, draft.previewProblem].find((problem) => problem?.details['path'] === 'name')
  const empty = draft.tried && name.trim() === '' ? say({ zh: '请填写', en: 'Fill this in' }) : null
  const trouble = found ? say(found.words) : empty
  return (
    <Line label={entity.fields.name.label} trouble={trouble}>
      {(id) => (
        <Input
          id={id}
          status={trouble ? 'error' : ''}
          aria-invalid={trouble !== null}
          {...(trouble ? { 'aria-describedby': `${id}-trouble` } : {})}
          value={name}
          maxLength={100}
          placeholder={say({ zh: '只有同事看得到，如：首购感谢信', en: 'Only colleagues see it, e.g. Thanks for the first order' })}
          onChange={(event) => draft.change({ name: event.target.value })}
        />
      )}
    </Line>
  )
}

/** Another channel takes another form; what was written in the old one is kept as long as the form is the same. */
function ChannelChoice({ draft }: { readonly draft: TemplateDraft }) {
  const say = useSay()
  const { channel, content, subject, body } = draft.written
  const choose = (chosen: ChannelName) => {
    const { form } = channelKinds[chosen]
    const hasWords = content === null && (subject !== '' || body !== '')
    if (content?.form === form || (hasWords && chosen === 'email')) return draft.change({ channel: chosen })
    return draft.change({ channel: chosen, subject: '', body: '', content: emptyContent(form, 'zh', newBlockId) })
  }
  return (
    <Line label={{ zh: '渠道', en: 'Channel' }}>
      {(id) => (
        <Select
          id={id}
          value={channel}
          onChange={choose}
          options={channelNames.map((name) => ({ value: name, label: say(channelKinds[name].label) }))}
        />
      )}
    </Line>
  )
}

function FolderLine({ folder, onChange }: { readonly folder: string | null; readonly onChange: (folder: string | null) => void }) {
  const say = useSay()
  return (
    <Line label={{ zh: '文件夹', en: 'Folder' }}>
      {(id) => (
        <Input
          id={id}
          value={folder ?? ''}
          maxLength={60}
          placeholder={say({ zh: '可不填，如：节日', en: 'Optional, e.g. Festivals' })}
          onChange={(event) => onChange(event.target.value || null)}
        />
      )}
    </Line>
  )
}

function TagsLine({ tags, onChange }: { readonly tags: string[]; readonly onChange: (tags: string[]) => void }) {
  const say = useSay()
  const asked = useAsk(listLibrary, {})
  const known = [...new Set(asked.data?.templates.flatMap((line) => line.tags) ?? [])].toSorted()
  return (
    <Line label={{ zh: '标签', en: 'Tags' }}>
      {(id) => (
        <Select
          id={id}
          mode="tags"
          value={tags}
          maxCount={12}
          tokenSeparators={[',', '，']}
          placeholder={say({ zh: '可不填，回车添加，如：春季', en: 'Optional; press Enter to add, e.g. Spring' })}
          onChange={(next) => onChange(next.map((one) => one.trim().slice(0, 30)).filter((one) => one !== ''))}
          options={known.map((one) => ({ value: one, label: one }))}
        />
      )}
    </Line>
  )
}

const kindWords: Readonly<Record<MessageKind, Words>> = {
  marketing: { zh: '营销：须经客户同意，遵守免打扰时段和每周上限', en: 'Marketing: needs consent, keeps quiet hours and the weekly cap' },
  service: { zh: '服务通知：与客户做过的事有关，如订单', en: 'Service: about something the customer did, such as an order' },
  survey: { zh: '调查：征求意见，遵守同样的时段和上限', en: 'Survey: asks for an opinion; keeps the same hours and caps' },
}

function KindChoice({ kind, onChange }: { readonly kind: MessageKind; readonly onChange: (kind: MessageKind) => void }) {
  const say = useSay()
  const { label } = entity.fields.kind
  return (
    <div className="rg-form-line" role="group" aria-label={say(label)}>
      <span className="rg-template-label">{say(label)}</span>
      <Radio.Group
        vertical
        value={kind}
        onChange={(event) => onChange(messageKinds.find((one) => one === event.target.value) ?? 'marketing')}
        options={messageKinds.map((value) => ({ value, label: say(kindWords[value]) }))}
      />
    </div>
  )
}

type PurposeProps = { readonly channel: ChannelName; readonly purpose: string | null; readonly onChange: (purpose: string | null) => void }

/** Whose consent is asked when the message leaves. */
function PurposeChoice({ channel, purpose, onChange }: PurposeProps) {
  const say = useSay()
  const asked = useAsk(listPurposes, {})
  const purposes = (asked.data?.purposes ?? []).filter(
    ({ retired, channels }) => !retired && (channelKinds[channel].address === null || channels.some((each) => each === channel)),
  )
  return (
    <Line label={entity.fields.purpose.label}>
      {(id) => (
        <Select
          id={id}
          value={purpose ?? ''}
          onChange={(code) => onChange(code === '' ? null : code)}
          options={[
            { value: '', label: say({ zh: '按上面的用途', en: 'As its kind above' }) },
            ...purposes.map(({ code, name }) => ({ value: code, label: say(name) })),
          ]}
        />
      )}
    </Line>
  )
}
