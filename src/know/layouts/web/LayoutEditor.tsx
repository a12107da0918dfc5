import { DeleteOutlined, EyeInvisibleOutlined, PlusOutlined } from '@ant-design/icons'
import { Alert, App, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { Fields } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { ArrangeList } from '../../../ui/ArrangeList.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { fieldsSearch } from '../../custom-fields/fields-address.ts'
import { readLayouts, resetLayout, saveLayout } from '../actions.ts'
import {
  kindsOf,
  type Layout,
  layoutFor,
  type LayoutKind,
  type LayoutPlace,
  layoutPlaces,
  moveField,
  standardLayout,
  stepField,
} from '../layout.ts'
import './layouts.css'

const placeWords: Readonly<Record<LayoutPlace, Words>> = {
  profile: { zh: '客户资料', en: 'Profile' },
  form: { zh: '表单', en: 'Form' },
  list: { zh: '列表列', en: 'Columns of the list' },
}
const kindWords: Readonly<Record<LayoutKind, Words>> = {
  person: { zh: '个人', en: 'Persons' },
  company: { zh: '企业', en: 'Companies' },
  any: { zh: '全部', en: 'All' },
}

/** Which fields stand where: chosen by place and kind, made by moving things. */
export function LayoutEditor() {
  const say = useSay()
  const [search, setSearch] = useSearchState(fieldsSearch)
  const known = useDictionary('customer')
  const asked = useAsk(readLayouts, {})
  const place = search.place ?? 'profile'
  const kinds = kindsOf(place)
  const kind = kinds.find((one) => one === search.kind) ?? kinds[0] ?? 'any'
  return (
    <>
      <div className="rg-layout-choice">
        <Segmented
          aria-label={say({ zh: '哪里的布局', en: 'Layout of what' })}
          value={place}
          onChange={(next) => setSearch({ place: next, kind: undefined })}
          options={layoutPlaces.map((one) => ({ value: one, label: say(placeWords[one]) }))}
        />
        {kinds.length > 1 ? (
          <Segmented
            aria-label={say({ zh: '哪种客户', en: 'For whom' })}
            value={kind}
            onChange={(next) => setSearch({ kind: next })}
            options={kinds.map((one) => ({ value: one, label: say(kindWords[one]) }))}
          />
        ) : null}
      </div>
      <Answered of={known}>
        {({ card }) => (
          <Answered of={asked}>
            {({ layouts }) => {
              const saved = layouts.some((one) => one.place === place && one.kind === kind)
              const layout = layoutFor(layouts, place, kind, card.fields)
              return (
                <Editor
                  key={`${place} ${kind} ${JSON.stringify(layout)}`}
                  place={place}
                  kind={kind}
                  fields={card.fields}
                  saved={saved}
                  before={layout}
                />
              )
            }}
          </Answered>
        )}
      </Answered>
    </>
  )
}

type Props = {
  readonly place: LayoutPlace
  readonly kind: LayoutKind
  readonly fields: Fields
  readonly saved: boolean
  readonly before: Layout
}

function Editor({ place, kind, fields, saved, before }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [layout, setLayout] = useState(before)
  const save = useAct(saveLayout)
  const reset = useAct(resetLayout)
  const touched = JSON.stringify(layout) !== JSON.stringify(before)
  const asSent = () => ({
    place,
    kind,
    groups: layout.groups.map(({ title, fields: names }) => ({ title, fields: [...names] })),
    hidden: [...layout.hidden],
  })
  // Once saved, another editor stands here: what is said then must not hang on this one.
  const tell = (done: Promise<unknown>, words: Words) => void done.then(() => message.success(say(words))).catch(() => {})
  const isStandard = !saved || JSON.stringify(before) === JSON.stringify(standardLayout(place, kind, fields))
  return (
    <div className="rg-layout">
      {(save.error ?? reset.error) ? <Alert type="error" showIcon title={sayProblem(save.error ?? reset.error)} role="alert" /> : null}
      <div className="rg-layout-columns">
        <div className="rg-layout-groups">
          {layout.groups.map((_, at) => (
            <GroupBox key={at} at={at} place={place} layout={layout} fields={fields} onChange={setLayout} />
          ))}
          {place === 'list' ? null : (
            <Button
              icon={<PlusOutlined />}
              onClick={() =>
                setLayout({ ...layout, groups: [...layout.groups, { title: { zh: '新的一组', en: 'New group' }, fields: [] }] })
              }
            >
              {say({ zh: '加一组', en: 'Add a group' })}
            </Button>
          )}
        </div>
        <Hidden layout={layout} fields={fields} onChange={setLayout} />
      </div>
      <div className="rg-layout-foot">
        <Button
          type="primary"
          disabled={!touched}
          loading={save.isPending}
          onClick={() => tell(save.mutateAsync(asSent()), { zh: '布局已保存', en: 'The layout was saved' })}
        >
          {say({ zh: '保存布局', en: 'Save the layout' })}
        </Button>
        {touched ? <Button onClick={() => setLayout(before)}>{say({ zh: '放弃改动', en: 'Give the changes up' })}</Button> : null}
        <Button
          disabled={isStandard && !saved}
          loading={reset.isPending}
          onClick={() => tell(reset.mutateAsync({ place, kind }), { zh: '已恢复标准布局', en: 'Back to the standard layout' })}
        >
          {say({ zh: '恢复标准布局', en: 'Back to the standard layout' })}
        </Button>
      </div>
    </div>
  )
}

type PartProps = { readonly layout: Layout; readonly fields: Fields; readonly onChange: (layout: Layout) => void }

function GroupBox({ at, place, layout, fields, onChange }: PartProps & { readonly at: number; readonly place: LayoutPlace }) {
  const say = useSay()
  const group = layout.groups[at]
  if (!group) return null
  const title = group.title ? say(group.title) : say(placeWords[place])
  const rename = (text: string) =>
    onChange({
      ...layout,
      groups: layout.groups.map((one, i) => (i === at ? { ...one, title: text.trim() ? { zh: text, en: text } : one.title } : one)),
    })
  const drop = (name: string, index: number) => {
    const from = group.fields.indexOf(name)
    onChange(moveField(layout, name, { group: at, index: from >= 0 && index > from ? index - 1 : index }))
  }
  const remove = () => onChange({ groups: layout.groups.filter((_, i) => i !== at), hidden: layout.hidden })
  return (
    <section className="rg-layout-group">
      {place === 'list' ? null : (
        <div className="rg-layout-title">
          <Input
            size="small"
            variant="borderless"
            defaultValue={title}
            maxLength={40}
            aria-label={say({ zh: '第 {n} 组的标题', en: 'Title of group {n}' }, { n: at + 1 })}
            onBlur={(event) => (event.target.value === title ? undefined : rename(event.target.value))}
          />
          {group.fields.length === 0 && layout.groups.length > 1 ? (
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={say({ zh: '去掉这一组：{title}', en: 'Take the group {title} away' }, { title })}
              onClick={remove}
            />
          ) : null}
        </div>
      )}
      <ArrangeList
        label={title}
        items={group.fields.map((name) => ({
          key: name,
          label: say(fields[name]?.label ?? name),
          body: (
            <FieldLine
              name={name}
              fields={fields}
              onHide={() => onChange(moveField(layout, name, null))}
              locked={place === 'form' && fields[name]?.required === true}
            />
          ),
        }))}
        onStep={(name, by) => onChange(stepField(layout, name, by))}
        onDrop={drop}
        empty={say({ zh: '把字段拖到这里', en: 'Drag fields here' })}
      />
    </section>
  )
}

function FieldLine({
  name,
  fields,
  onHide,
  locked,
}: {
  readonly name: string
  readonly fields: Fields
  readonly onHide: () => void
  readonly locked: boolean
}) {
  const say = useSay()
  const label = say(fields[name]?.label ?? name)
  return (
    <>
      <span className="rg-arrange-label">{label}</span>
      {locked ? null : (
        <Button
          size="small"
          type="text"
          icon={<EyeInvisibleOutlined />}
          aria-label={say({ zh: '隐藏“{name}”', en: 'Hide “{name}”' }, { name: label })}
          onClick={onHide}
        />
      )}
    </>
  )
}

function Hidden({ layout, fields, onChange }: PartProps) {
  const say = useSay()
  const last = layout.groups.length - 1
  return (
    <section
      className="rg-layout-hidden"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => hideDropped(event.dataTransfer.getData('text/x-regulars-item'))}
    >
      <h2>{say({ zh: '不显示', en: 'Not shown' })}</h2>
      <ul aria-label={say({ zh: '不显示的字段', en: 'Fields that are not shown' })}>
        {layout.hidden.map((name) => (
          <li key={name}>
            <Button
              size="small"
              icon={<PlusOutlined />}
              aria-label={say({ zh: '显示“{name}”', en: 'Show “{name}”' }, { name: fields[name]?.label ?? name })}
              onClick={() => onChange(moveField(layout, name, { group: last, index: layout.groups[last]?.fields.length ?? 0 }))}
            >
              {say(fields[name]?.label ?? name)}
            </Button>
          </li>
        ))}
      </ul>
      {layout.hidden.length === 0 ? (
        <p className="rg-layout-quiet">{say({ zh: '所有字段都在左边。', en: 'Every field is shown.' })}</p>
      ) : null}
    </section>
  )

  function hideDropped(name: string) {
    if (name !== '' && name in fields) onChange(moveField(layout, name, null))
  }
}
