import { Alert, Input, InputNumber, Modal, Segmented, Select, Switch } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { ClockInput } from '../../../ui/ClockInput.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { changeImportSchedule, createImportSchedule, listImportMappings } from '../actions.ts'
import type { Place } from '../schedule.ts'
import type { ScheduleCard } from './import-answers.ts'

type Draft = {
  readonly name: string
  readonly place: Place
  readonly address: string
  readonly auth: 'none' | 'basic' | 'bearer'
  readonly user: string
  readonly secret: string
  readonly mapping: string | null
  readonly rhythm: 'every' | 'at'
  readonly every: number
  readonly at: string
  readonly paused: boolean
}

function draftOf(schedule: ScheduleCard | null): Draft {
  const times = schedule?.times
  return {
    name: schedule?.name ?? '',
    place: schedule?.place ?? 'folder',
    address: schedule?.address ?? '',
    auth: schedule?.auth.kind ?? 'none',
    user: schedule?.auth.user ?? '',
    secret: '',
    mapping: schedule?.mapping ?? null,
    rhythm: times && 'every' in times ? 'every' : 'at',
    every: times && 'every' in times ? times.every : 6,
    at: times && 'at' in times ? times.at : '02:30',
    paused: schedule?.paused ?? false,
  }
}

function inputOf({ name, place, address, auth, user, secret, mapping, rhythm, every, at }: Draft) {
  const said = secret === '' ? {} : { secret }
  const known = auth === 'basic' ? { kind: auth, user, ...said } : auth === 'bearer' ? { kind: auth, ...said } : { kind: auth }
  return {
    name,
    place,
    address,
    mapping,
    auth: place === 'url' ? known : { kind: 'none' as const },
    times: rhythm === 'at' ? { at } : { every },
  }
}

/** What is fetched, from where, how often. A password is never shown again. */
export function ScheduleModal({ schedule, onClose }: { readonly schedule: ScheduleCard | null; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const [draft, setDraft] = useState(() => draftOf(schedule))
  const create = useAct(createImportSchedule)
  const change = useAct(changeImportSchedule)
  const set = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch })
  const save = () => {
    if (schedule) change.mutate({ id: schedule.id, ...inputOf(draft), paused: draft.paused }, { onSuccess: onClose })
    else create.mutate(inputOf(draft), { onSuccess: onClose })
  }
  const error = create.error ?? change.error
  return (
    <Modal
      open
      onCancel={onClose}
      onOk={save}
      okText={say({ zh: '保存', en: 'Save' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(
        draft.name.trim() === '' || draft.address.trim() === ''
          ? { zh: '填好名称和地址后即可保存', en: 'Fill in the name and the place first' }
          : null,
      )}
      okButtonProps={{ loading: create.isPending || change.isPending, disabled: draft.name.trim() === '' || draft.address.trim() === '' }}
      title={
        schedule ? say({ zh: '修改定时导入', en: 'Change the scheduled import' }) : say({ zh: '新建定时导入', en: 'Schedule an import' })
      }
    >
      {error ? <Alert type="error" showIcon role="alert" title={sayProblem(error)} /> : null}
      <div className="rg-schedule">
        <Line label={{ zh: '名称', en: 'Name' }}>
          {(id) => <Input id={id} value={draft.name} maxLength={60} onChange={(event) => set({ name: event.target.value })} />}
        </Line>
        <PlaceLines draft={draft} set={set} hasSecret={schedule?.auth.hasSecret ?? false} />
        <MappingLine draft={draft} set={set} />
        <TimeLines draft={draft} set={set} />
        {schedule ? (
          <Line label={{ zh: '停用', en: 'Off' }}>
            {(id) => <Switch id={id} checked={draft.paused} onChange={(paused) => set({ paused })} />}
          </Line>
        ) : null}
      </div>
    </Modal>
  )
}

function Line({ label, children }: { readonly label: Words; readonly children: (id: string) => ReactNode }) {
  const say = useSay()
  const id = useId()
  return (
    <div className="rg-import-choice">
      <label htmlFor={id}>{say(label)}</label>
      {children(id)}
    </div>
  )
}

type Part = { readonly draft: Draft; readonly set: (patch: Partial<Draft>) => void }

function PlaceLines({ draft, set, hasSecret }: Part & { readonly hasSecret: boolean }) {
  const say = useSay()
  const isUrl = draft.place === 'url'
  return (
    <>
      <Segmented<Place>
        aria-label={say({ zh: '从哪里取', en: 'From where' })}
        value={draft.place}
        onChange={(place) => set({ place })}
        options={[
          { value: 'folder', label: say({ zh: '收件文件夹', en: 'Inbox folder' }) },
          { value: 'url', label: say({ zh: '网址', en: 'Web address' }) },
        ]}
      />
      <Line
        label={
          isUrl ? { zh: '网址（https）', en: 'Address (https)' } : { zh: '文件名（* 代表任意字）', en: 'File name (* stands for anything)' }
        }
      >
        {(id) => (
          <Input
            id={id}
            value={draft.address}
            placeholder={isUrl ? 'https://' : 'members-*.csv'}
            onChange={(event) => set({ address: event.target.value })}
          />
        )}
      </Line>
      {isUrl ? <AuthLines draft={draft} set={set} hasSecret={hasSecret} /> : null}
    </>
  )
}

function AuthLines({ draft, set, hasSecret }: Part & { readonly hasSecret: boolean }) {
  const say = useSay()
  return (
    <>
      <Line label={{ zh: '身份验证', en: 'Signing in' }}>
        {(id) => (
          <Select
            id={id}
            value={draft.auth}
            onChange={(auth) => set({ auth })}
            options={[
              { value: 'none', label: say({ zh: '不需要', en: 'Not needed' }) },
              { value: 'basic', label: say({ zh: '用户名和密码', en: 'User and password' }) },
              { value: 'bearer', label: say({ zh: '令牌（Bearer）', en: 'Token (Bearer)' }) },
            ]}
          />
        )}
      </Line>
      {draft.auth === 'basic' ? (
        <Line label={{ zh: '用户名', en: 'User' }}>
          {(id) => <Input id={id} value={draft.user} autoComplete="off" onChange={(event) => set({ user: event.target.value })} />}
        </Line>
      ) : null}
      {draft.auth === 'none' ? null : (
        <Line label={draft.auth === 'basic' ? { zh: '密码', en: 'Password' } : { zh: '令牌', en: 'Token' }}>
          {(id) => (
            <Input.Password
              id={id}
              value={draft.secret}
              autoComplete="new-password"
              placeholder={hasSecret ? say({ zh: '不改就留空', en: 'Leave empty to keep it' }) : ''}
              onChange={(event) => set({ secret: event.target.value })}
            />
          )}
        </Line>
      )}
    </>
  )
}

function MappingLine({ draft, set }: Part) {
  const say = useSay()
  const { data } = useAsk(listImportMappings, {})
  return (
    <Line label={{ zh: '对应方案', en: 'Mapping' }}>
      {(id) => (
        <Select
          id={id}
          value={draft.mapping ?? ''}
          onChange={(mapping) => set({ mapping: mapping || null })}
          options={[
            { value: '', label: say({ zh: '按列名和内容猜', en: 'Guessed by names and contents' }) },
            ...(data?.mappings ?? []).map((one) => ({ value: one.id, label: say(one.name) })),
          ]}
        />
      )}
    </Line>
  )
}

function TimeLines({ draft, set }: Part) {
  const say = useSay()
  return (
    <>
      <Segmented<Draft['rhythm']>
        aria-label={say({ zh: '多久一次', en: 'How often' })}
        value={draft.rhythm}
        onChange={(rhythm) => set({ rhythm })}
        options={[
          { value: 'at', label: say({ zh: '每天一次', en: 'Every day' }) },
          { value: 'every', label: say({ zh: '每隔几小时', en: 'Every few hours' }) },
        ]}
      />
      {draft.rhythm === 'at' ? (
        <Line label={{ zh: '时间', en: 'At' }}>{(id) => <ClockInput id={id} value={draft.at} onChange={(at) => set({ at })} />}</Line>
      ) : (
        <Line label={{ zh: '间隔（小时）', en: 'Hours between' }}>
          {(id) => (
            <InputNumber id={id} min={1} max={168} precision={0} value={draft.every} onChange={(every) => set({ every: every ?? 1 })} />
          )}
        </Line>
      )}
    </>
  )
}
