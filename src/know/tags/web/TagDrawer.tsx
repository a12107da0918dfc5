import '../../../pages/pages.css'
import { Alert, App, Button, Drawer, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { changeTag, createTag, mergeTags, restoreTag, retireTag } from '../actions.ts'
import { colourWords, isColour, type TagCard, type TagColour, tagColours } from '../tag.ts'

type Props = { readonly open: boolean; readonly tag: TagCard | null; readonly others: readonly TagCard[]; readonly onClose: () => void }

/** Makes a tag or changes one; merges it into another or retires it. */
export function TagDrawer({ open, tag, others, onClose }: Props) {
  const say = useSay()
  return (
    <Drawer
      open={open}
      onClose={onClose}
      title={tag ? say({ zh: '标签“{name}”', en: 'The tag “{name}”' }, { name: tag.name }) : say({ zh: '新建标签', en: 'New tag' })}
      size={420}
      destroyOnHidden
    >
      {tag?.retiredAt ? null : <TagForm tag={tag} onDone={onClose} />}
      {tag ? <Fate tag={tag} others={others} onDone={onClose} /> : null}
    </Drawer>
  )
}

function TagForm({ tag, onDone }: { readonly tag: TagCard | null; readonly onDone: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const id = useId()
  const create = useAct(createTag)
  const change = useAct(changeTag)
  const [name, setName] = useState(tag?.name ?? '')
  const [group, setGroup] = useState(tag?.group ?? '')
  const [colour, setColour] = useState<TagColour>(tag && isColour(tag.colour) ? tag.colour : 'teal')
  const error = create.error ?? change.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const sent = { name: name.trim(), colour, group: group.trim() || null }
    if (tag) change.mutate({ id: tag.id, ...sent }, { onSuccess: onDone })
    else create.mutate(sent, { onSuccess: onDone })
  }
  return (
    <form className="rg-form" onSubmit={submit} noValidate>
      {error ? <Alert type="error" showIcon title={sayProblem(error)} role="alert" /> : null}
      <div className="rg-form-line">
        <label htmlFor={`${id}name`}>{say({ zh: '名称', en: 'Name' })}</label>
        <Input id={`${id}name`} value={name} maxLength={30} onChange={(event) => setName(event.target.value)} />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${id}colour`}>{say({ zh: '颜色', en: 'Colour' })}</label>
        <Select
          id={`${id}colour`}
          value={colour}
          onChange={setColour}
          options={tagColours.map((one) => ({ value: one, label: <Badge tone={one}>{say(colourWords[one])}</Badge> }))}
        />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${id}group`}>{say({ zh: '分组', en: 'Group' })}</label>
        <Input id={`${id}group`} value={group} maxLength={30} onChange={(event) => setGroup(event.target.value)} />
        <div className="rg-form-help">{say({ zh: '可不填，如“服务”“活动”', en: 'May be left out; such as “service”, “events”' })}</div>
      </div>
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" disabled={name.trim() === ''} loading={create.isPending || change.isPending}>
          {tag ? say({ zh: '保存', en: 'Save' }) : say({ zh: '建立标签', en: 'Create the tag' })}
        </Button>
        <Missing what={name.trim() === '' ? { zh: '先填名称', en: 'Give it a name first' } : null} />
      </div>
    </form>
  )
}

function Fate({ tag, others, onDone }: { readonly tag: TagCard; readonly others: readonly TagCard[]; readonly onDone: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [into, setInto] = useState<string | null>(null)
  const merge = useAct(mergeTags)
  const retire = useAct(retireTag)
  const restore = useAct(restoreTag)
  // A merged tag is gone by then, so what follows must not hang on this part of the page.
  const ends = (done: Promise<unknown>, words: { zh: string; en: string }) =>
    void done.then(
      () => {
        onDone()
        void message.success(say(words))
      },
      (error: unknown) => void message.error(sayProblem(error)),
    )
  if (tag.retiredAt)
    return (
      <Button
        type="primary"
        loading={restore.isPending}
        onClick={() => ends(restore.mutateAsync({ id: tag.id }), { zh: '标签已恢复', en: 'The tag is back' })}
      >
        {say({ zh: '恢复标签', en: 'Bring the tag back' })}
      </Button>
    )
  return (
    <>
      <Section bare title={{ zh: '并入另一个标签', en: 'Merge into another tag' }}>
        <p className="rg-tags-quiet">
          {say({
            zh: '有它的客户改为有另一个，用到它的细分、旅程也跟着改。30 天内可在本页撤销：谁有哪个标签恢复原样，细分和旅程则保持改后的标签。',
            en: 'Whoever has it has the other instead, and segments and journeys follow. Within 30 days it can be undone on this page: everybody has again what they had, while segments and journeys keep the other tag.',
          })}
        </p>
        <div className="rg-tags-merge">
          <Select
            aria-label={say({ zh: '并入哪个标签', en: 'Into which tag' })}
            value={into}
            onChange={setInto}
            placeholder={say({ zh: '选择标签', en: 'Choose a tag' })}
            options={others.map((one) => ({ value: one.id, label: one.name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
          <Button
            disabled={!into}
            loading={merge.isPending}
            onClick={() =>
              into ? ends(merge.mutateAsync({ id: tag.id, into }), { zh: '标签已合并', en: 'The tags were merged' }) : undefined
            }
          >
            {say({ zh: '合并', en: 'Merge' })}
          </Button>
        </div>
      </Section>
      <Section bare title={{ zh: '停用', en: 'Retire' }}>
        <p className="rg-tags-quiet">
          {say({
            zh: '从各处隐藏；谁有过它仍保留，可随时恢复。',
            en: 'Hides it everywhere; who had it is kept, and it can be brought back.',
          })}
        </p>
        <Button
          danger
          loading={retire.isPending}
          onClick={() => ends(retire.mutateAsync({ id: tag.id }), { zh: '标签已停用', en: 'The tag is retired' })}
        >
          {say({ zh: '停用标签', en: 'Retire the tag' })}
        </Button>
      </Section>
    </>
  )
}
