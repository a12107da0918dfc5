import { App, Button, Input, Popover, Select } from 'antd'
import { useId, useState } from 'react'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { LayerCard } from '../../../ui/LayerCard.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { listImportMappings, saveImportMapping } from '../actions.ts'
import type { Inspection } from '../import.ts'
import { type Draft, namedColumns } from './column-choices.ts'

type ChoiceProps = { readonly found: Inspection; readonly onMapping: (mapping: string) => void }

/** By which mapping the columns are read; the one that fits was chosen already. */
export function MappingChoice({ found, onMapping }: ChoiceProps) {
  const say = useSay()
  const id = useId()
  const { data } = useAsk(listImportMappings, {})
  if (!data) return null
  const optionsOf = (ready: boolean) =>
    data.mappings.filter((one) => one.ready === ready).map((one) => ({ value: one.id, label: say(one.name) }))
  const groups = [
    { label: say({ zh: '保存的方案', en: 'Saved' }), options: optionsOf(false) },
    { label: say({ zh: '现成的方案', en: 'Of other programs' }), options: optionsOf(true) },
  ]
  return (
    <div className="rg-import-choice">
      <label htmlFor={id}>{say({ zh: '对应方案', en: 'Mapping' })}</label>
      <Select
        id={id}
        className="rg-import-mapping"
        value={found.mapping?.id ?? 'none'}
        onChange={onMapping}
        options={[
          { value: 'none', label: say({ zh: '按列名和内容猜', en: 'Guessed by names and contents' }) },
          ...groups.filter((group) => group.options.length > 0),
        ]}
      />
    </div>
  )
}

/** Keeps what was chosen under a name, for the next file with these columns. */
export function SaveMapping({ found, draft }: { readonly found: Inspection; readonly draft: Draft }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const [name, setName] = useState(found.mapping && !found.mapping.id.startsWith('ready:') ? say(found.mapping.name) : '')
  const [open, setOpen] = useState(false)
  const save = useAct(saveImportMapping)
  const { dateOrder, decimalMark, createCustomers, findBy, mode, emptyCells, kind } = draft
  const keep = () =>
    save.mutate(
      {
        name,
        kind,
        columns: namedColumns(draft.columns, found.header),
        settings: { dateOrder, decimalMark, createCustomers, findBy, mode, emptyCells },
      },
      {
        onSuccess: () => {
          setOpen(false)
          void message.success(
            say({ zh: '已保存。有这些列的文件再来时会自动用上。', en: 'Saved. It is used when a file with these columns comes.' }),
          )
        },
        onError: (error) => void message.error(sayProblem(error)),
      },
    )
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      content={
        <LayerCard title={say({ zh: '保存为对应方案', en: 'Save as a mapping' })}>
          <form
            className="rg-import-save"
            onSubmit={(event) => {
              event.preventDefault()
              keep()
            }}
          >
            <Input
              aria-label={say({ zh: '方案名称', en: 'Name of the mapping' })}
              placeholder={say({ zh: '例如：收银系统会员', en: 'e.g. Till, members' })}
              value={name}
              maxLength={60}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="primary" htmlType="submit" loading={save.isPending} disabled={name.trim() === ''}>
              {say({ zh: '保存', en: 'Save' })}
            </Button>
          </form>
        </LayerCard>
      }
    >
      <Button size="small">{say({ zh: '保存为对应方案', en: 'Save as a mapping' })}</Button>
    </Popover>
  )
}
