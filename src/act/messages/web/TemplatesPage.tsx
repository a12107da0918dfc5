import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { type ChannelName, channelNames } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { createTemplate, listLibrary, readTemplate } from '../template-actions.ts'
import { glanceOf } from '../markup/glance.ts'
import { type MessageKind, template, templateStateWords } from '../template.ts'
import { unreadableWords } from '../unreadable.ts'
import { newBlockId } from './content/new-block-id.ts'
import { ContentSettingsButton } from './ContentSettings.tsx'
import { MailHint } from './MailHint.tsx'
import { PictureLibraryButton } from './pictures/PictureLibraryButton.tsx'
import '../../../pages/pages.css'
import './messages.css'
import './templates.css'

type Line = ReplyOf<typeof listLibrary>['templates'][number]

/** What we say to customers: everything that journeys and campaigns send. */
export function TemplatesPage() {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const asked = useAsk(listLibrary, {})
  const may = useMayDo(createTemplate)
  const n = asked.data?.templates.length ?? 0
  const waiting = asked.data?.waiting ?? 0
  return (
    <Page
      wide
      title={{ zh: '我们对客户说什么？', en: 'What do we say to customers?' }}
      answer={
        n > 0 ? (
          <Sentence
            words={
              waiting > 0
                ? {
                    zh: '有 {n} 个模板，其中 {waiting} 个等您审批。',
                    en: '{n} {n|template|templates}; {waiting} {waiting|waits|wait} for your approval.',
                  }
                : { zh: '有 {n} 个模板，供旅程和活动取用。', en: '{n} {n|template|templates} for journeys and campaigns to use.' }
            }
            parts={{ n: format.count(n), waiting: format.count(waiting) }}
          />
        ) : null
      }
      actions={
        <>
          <PictureLibraryButton />
          <ContentSettingsButton />
          {may ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => go('/templates/new')}>
              {say({ zh: '新建模板', en: 'New template' })}
            </Button>
          ) : null}
        </>
      }
    >
      <MailHint />
      <Answered of={asked}>{({ templates }) => (templates.length === 0 ? <NoneYet /> : <Library templates={templates} />)}</Answered>
    </Page>
  )
}

function NoneYet() {
  return (
    <Empty
      title={{ zh: '还没有模板', en: 'No templates yet' }}
      hint={{
        zh: '模板是写好的消息，留出客户姓名等位置，发送时自动填上每位客户自己的资料。',
        en: 'A template is a message with places for the name and the like, filled in for each customer when it is sent.',
      }}
      next={{ label: { zh: '写第一封', en: 'Write the first one' }, to: '/templates/new' }}
    />
  )
}

export function KindBadge({ kind }: { readonly kind: MessageKind }) {
  const say = useSay()
  const option = template.fields.kind.options.find(({ value }) => value === kind)
  return <Badge tone={option?.tone ?? 'neutral'}>{say(option?.label ?? kind)}</Badge>
}

function Library({ templates }: { readonly templates: readonly Line[] }) {
  const say = useSay()
  const [channel, setChannel] = useState<ChannelName | ''>('')
  const [folder, setFolder] = useState('')
  const [tag, setTag] = useState('')
  const [typed, setTyped] = useState('')
  const folders = useMemo(() => [...new Set(templates.flatMap((line) => line.folder ?? []))].sort(), [templates])
  const tags = useMemo(() => [...new Set(templates.flatMap((line) => line.tags))].sort(), [templates])
  const wanted = typed.trim().toLowerCase()
  const shown = templates.filter(
    (line) =>
      (channel === '' || line.channel === channel) &&
      (folder === '' || line.folder === folder) &&
      (tag === '' || line.tags.includes(tag)) &&
      (wanted === '' || `${line.name} ${line.subject} ${line.excerpt} ${line.tags.join(' ')}`.toLowerCase().includes(wanted)),
  )
  return (
    <>
      <div className="rg-library-tools" role="search">
        <Input.Search
          aria-label={say({ zh: '搜索模板', en: 'Search templates' })}
          placeholder={say({ zh: '名称、主题或内容', en: 'Name, subject or words' })}
          allowClear
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select<ChannelName | ''>
          aria-label={say({ zh: '渠道', en: 'Channel' })}
          value={channel}
          onChange={setChannel}
          options={[
            { value: '', label: say({ zh: '所有渠道', en: 'All channels' }) },
            ...channelNames.map((name) => ({ value: name, label: say(channelKinds[name].label) })),
          ]}
        />
        {tags.length > 0 ? (
          <Select
            aria-label={say({ zh: '标签', en: 'Tag' })}
            value={tag}
            onChange={setTag}
            options={[{ value: '', label: say({ zh: '所有标签', en: 'All tags' }) }, ...tags.map((name) => ({ value: name, label: name }))]}
          />
        ) : null}
        {folders.length > 0 ? (
          <Select
            aria-label={say({ zh: '文件夹', en: 'Folder' })}
            value={folder}
            onChange={setFolder}
            options={[
              { value: '', label: say({ zh: '所有文件夹', en: 'All folders' }) },
              ...folders.map((name) => ({ value: name, label: name })),
            ]}
          />
        ) : null}
      </div>
      {shown.length === 0 ? (
        <Empty small title={{ zh: '没有符合条件的模板', en: 'No template fits' }} />
      ) : (
        <ul className="rg-library" aria-label={say({ zh: '消息模板', en: 'Templates' })}>
          {shown.map((line) => (
            <Card key={line.id} line={line} />
          ))}
        </ul>
      )}
    </>
  )
}

function Card({ line }: { readonly line: Line }) {
  const say = useSay()
  const format = useFormat()
  const may = useMayDo(createTemplate)
  const state = line.unreadable ? unreadableWords : templateStateWords[line.state]
  return (
    <li className="rg-library-card">
      <div className="rg-library-thumb" style={{ borderTopColor: line.color }} aria-hidden>
        <strong>{glanceOf(line.subject)}</strong>
        {glanceOf(line.excerpt)}
      </div>
      <GoLink to={`/templates/${line.id}`}>{line.name}</GoLink>
      <div>
        <Badge>{say(channelKinds[line.channel].label)}</Badge> <KindBadge kind={line.kind} />{' '}
        {line.state === 'approved' && !line.unreadable ? null : <Badge tone={state.tone}>{say(state.label)}</Badge>}{' '}
        {line.languages.length > 1 ? <Badge>{say({ zh: '中英文', en: 'Two languages' })}</Badge> : null}{' '}
        {line.tags.map((tag) => (
          <Badge key={tag} tone="teal">
            {tag}
          </Badge>
        ))}
      </div>
      {line.unreadable ? (
        <span className="rg-form-help">
          {say({
            zh: '用它的消息不会发出。打开可以退回一个能读的版本。',
            en: 'What uses it is not sent. Open it to go back to a version that can be read.',
          })}
        </span>
      ) : null}
      <div className="rg-library-foot">
        <span className="rg-form-help" title={format.dateTime(line.updatedAt)}>
          {line.uses > 0 ? say({ zh: '{n} 处在用', en: 'used in {n}' }, { n: format.count(line.uses) }) : format.relative(line.updatedAt)}
        </span>
        {may && !line.unreadable ? <CopyButton line={line} /> : null}
      </div>
    </li>
  )
}

/** The same words under another name, to be changed. */
function CopyButton({ line }: { readonly line: Line }) {
  const say = useSay()
  const go = useGo()
  const [wanted, setWanted] = useState(false)
  const whole = useAsk(readTemplate, { id: line.id }, { when: wanted })
  const create = useAct(createTemplate)
  const copy = async () => {
    setWanted(true)
    const { data } = await whole.refetch()
    if (!data) return
    const { subject, body, channel, content, folder, tags, kind, purpose } = data
    const plain = content === null ? { subject, body } : {}
    const name = `${line.name.slice(0, 80)} ${say({ zh: '副本', en: 'copy' })} ${newBlockId().slice(0, 4)}`
    create.mutate({ ...plain, channel, content, folder, tags, kind, purpose, name }, { onSuccess: ({ id }) => go(`/templates/${id}`) })
  }
  return (
    <Button
      size="small"
      loading={create.isPending}
      onClick={() => void copy()}
      aria-label={say({ zh: '复制“{name}”', en: 'Copy “{name}”' }, { name: line.name })}
    >
      {say({ zh: '复制', en: 'Copy' })}
    </Button>
  )
}
