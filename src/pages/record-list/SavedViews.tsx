import { DeleteOutlined, StarOutlined } from '@ant-design/icons'
import { Alert, App, Button, Input, type InputRef, Modal, Popover } from 'antd'
import { type Ref, useId, useRef, useState } from 'react'
import { type Endpoint } from '../../ui/call.ts'
import { useAct, useAsk } from '../../ui/data.tsx'
import { useSay } from '../../ui/language.tsx'
import { LayerCard } from '../../ui/LayerCard.tsx'
import { Missing } from '../../ui/Missing.tsx'
import { readSearch } from '../../ui/read-search.ts'
import { Answered, useSayProblem } from '../../ui/States.tsx'
import { emptySearch, listSearch, type ListSearch } from '../list-address.ts'
import type { listViewsAnswer, listViewsInput, SavedView, saveViewInput, viewId, viewIdAnswer } from '../saved-view.ts'

/** The verbs of saved views; they stand further right, so the page that shows the list hands them in. */
export type ViewVerbs = {
  readonly list: Endpoint<typeof listViewsInput, typeof listViewsAnswer>
  readonly save: Endpoint<typeof saveViewInput, typeof viewIdAnswer>
  readonly remove: Endpoint<typeof viewId, typeof viewIdAnswer>
}

type Props = {
  readonly entity: string
  readonly verbs: ViewVerbs
  readonly search: ListSearch
  readonly onOpen: (search: ListSearch) => void
}

/** Filters, order and columns kept under a name for everybody. */
export function SavedViews(props: Props) {
  const say = useSay()
  const [listing, setListing] = useState(false)
  const [naming, setNaming] = useState(false)
  const name = useRef<InputRef>(null)
  const content = (
    <ViewList
      {...props}
      onOpen={(search) => {
        setListing(false)
        props.onOpen(search)
      }}
      onName={() => {
        setListing(false)
        setNaming(true)
      }}
    />
  )
  return (
    <>
      <Popover trigger="click" placement="bottomRight" open={listing} onOpenChange={setListing} content={content} destroyOnHidden>
        <Button icon={<StarOutlined />} aria-haspopup="dialog">
          {say({ zh: '视图', en: 'Views' })}
        </Button>
      </Popover>
      <Modal
        open={naming}
        onCancel={() => setNaming(false)}
        afterOpenChange={(isOpen) => (isOpen ? name.current?.focus() : undefined)}
        footer={null}
        title={say({ zh: '保存当前视图', en: 'Save this view' })}
        destroyOnHidden
      >
        <NameForm {...props} onDone={() => setNaming(false)} ref={name} />
      </Modal>
    </>
  )
}

function ViewList({ entity, verbs, onOpen, onName }: Props & { readonly onName: () => void }) {
  const say = useSay()
  const asked = useAsk(verbs.list, { entity })
  return (
    <LayerCard className="rg-views" title={say({ zh: '视图', en: 'Views' })}>
      <Answered of={asked} rows={2}>
        {({ views }) => (
          <ul>
            {views.map((view) => (
              <ViewLine key={view.id} view={view} verbs={verbs} onOpen={onOpen} />
            ))}
            {views.length === 0 ? <li className="rg-views-none">{say({ zh: '还没有保存的视图', en: 'No saved views yet' })}</li> : null}
          </ul>
        )}
      </Answered>
      <Button size="small" type="link" onClick={() => onOpen(emptySearch)}>
        {say({ zh: '显示全部', en: 'Show everything' })}
      </Button>
      <Button size="small" type="link" onClick={onName}>
        {say({ zh: '保存当前视图…', en: 'Save this view…' })}
      </Button>
    </LayerCard>
  )
}

function ViewLine({ view, verbs, onOpen }: { readonly view: SavedView; readonly verbs: ViewVerbs; readonly onOpen: Props['onOpen'] }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const remove = useAct(verbs.remove)
  const save = useAct(verbs.save)
  const undo = () => save.mutate({ entity: view.entity, name: view.name, query: readSearch(listSearch, view.query) })
  const removed = () =>
    void message.success(
      <>
        {say({ zh: '已删除“{name}”', en: '“{name}” was deleted' }, { name: view.name })}
        <Button size="small" type="link" onClick={undo}>
          {say({ zh: '撤销', en: 'Undo' })}
        </Button>
      </>,
    )
  return (
    <li className="rg-views-line">
      <Button type="text" size="small" onClick={() => onOpen({ ...emptySearch, ...readSearch(listSearch, view.query) })}>
        {view.name}
      </Button>
      {view.mine ? (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={say({ zh: '删除视图：{name}', en: 'Delete the view {name}' }, { name: view.name })}
          loading={remove.isPending}
          onClick={() => remove.mutate({ id: view.id }, { onSuccess: removed, onError: (error) => void message.error(sayProblem(error)) })}
        />
      ) : null}
    </li>
  )
}

function NameForm({ entity, verbs, search, onDone, ref }: Props & { readonly onDone: () => void; readonly ref: Ref<InputRef> }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const id = useId()
  const [name, setName] = useState('')
  const save = useAct(verbs.save)
  return (
    <form
      className="rg-form"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ entity, name: name.trim(), query: search }, { onSuccess: onDone })
      }}
    >
      {save.error ? <Alert type="error" showIcon title={sayProblem(save.error)} role="alert" /> : null}
      <div className="rg-form-line">
        <label htmlFor={id}>{say({ zh: '名称', en: 'Name' })}</label>
        <Input id={id} ref={ref} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        <div className="rg-form-help">{say({ zh: '同事也能看到并打开它', en: 'Your colleagues can see and open it too' })}</div>
      </div>
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" disabled={name.trim() === ''} loading={save.isPending}>
          {say({ zh: '保存', en: 'Save' })}
        </Button>
        <Missing what={name.trim() === '' ? { zh: '先填名称', en: 'Give it a name first' } : null} />
      </div>
    </form>
  )
}
