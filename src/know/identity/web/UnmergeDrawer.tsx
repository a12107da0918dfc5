import { Alert, App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { type KnownDictionary, useDictionary } from '../../../pages/use-dictionary.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readMerge, unmergeCustomers } from '../actions.ts'
import { HappenedSince } from './HappenedSince.tsx'
import { PartsBack } from './PartsBack.tsx'
import type { Merge } from './merge-answers.ts'

/** What each part gets back, whose is what happened since, and the button that parts them. */
export function UnmergeDrawer({ mergeId, onClose }: { readonly mergeId: string | null; readonly onClose: () => void }) {
  const say = useSay()
  return (
    <Drawer open={mergeId !== null} onClose={onClose} size={640} title={say({ zh: '拆分合并过的档案', en: 'Un-merge' })} destroyOnHidden>
      {mergeId === null ? null : <Content mergeId={mergeId} onClose={onClose} />}
    </Drawer>
  )
}

function Content({ mergeId, onClose }: { readonly mergeId: string; readonly onClose: () => void }) {
  const asked = useAsk(readMerge, { id: mergeId })
  const known = useDictionary('customer')
  return (
    <Answered of={known}>
      {(dictionary) => <Answered of={asked}>{(merge) => <Form merge={merge} known={dictionary} onClose={onClose} />}</Answered>}
    </Answered>
  )
}

function Form({ merge, known, onClose }: { readonly merge: Merge; readonly known: KnownDictionary; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { notification, message } = App.useApp()
  const here = merge.parts.filter((part) => !part.parted)
  const [leaving, setLeaving] = useState<readonly string[]>(() => here.map((part) => part.id))
  const [given, setGiven] = useState<ReadonlyMap<string, string>>(new Map())
  const unmerge = useAct(unmergeCustomers)
  if (merge.blockedBy)
    return (
      <Alert
        type="warning"
        showIcon
        title={say(
          merge.blockedBy.intoName === null
            ? {
                zh: '这位客户后来并入了另一位客户，请先撤销那次合并。',
                en: 'This customer was merged into another later; undo that merge first.',
              }
            : {
                zh: '这位客户后来并入了“{into}”，请先撤销那次合并。',
                en: 'This customer was merged into “{into}” later; undo that merge first.',
              },
          { into: merge.blockedBy.intoName ?? '' },
        )}
      />
    )
  const submit = () => {
    const assignments = [...given].filter(([, to]) => leaving.includes(to)).map(([id, to]) => ({ id, to }))
    unmerge.mutate(
      { id: merge.id, ids: [...leaving], assignments },
      {
        onSuccess: ({ lost }) => {
          if (lost.length === 0) void message.success(say({ zh: '已拆分', en: 'Un-merged' }))
          else
            notification.warning({
              duration: 0,
              title: say({ zh: '已拆分，但有些联系方式已归他人', en: 'Un-merged, but some contacts are somebody else’s by now' }),
              description: lost.map(({ value }) => value).join(say({ zh: '、', en: ', ' })),
            })
          onClose()
        },
      },
    )
  }
  return (
    <div className="rg-unmerge">
      <PartsBack parts={here} leaving={leaving} onLeaving={setLeaving} />
      <HappenedSince
        merge={merge}
        known={known}
        parts={here.filter((part) => leaving.includes(part.id))}
        given={given}
        onGive={(id, to) => setGiven(new Map(given).set(id, to))}
      />
      {unmerge.error ? <Alert type="error" showIcon title={sayProblem(unmerge.error)} /> : null}
      <div className="rg-merge-buttons">
        <Button type="primary" onClick={submit} loading={unmerge.isPending} disabled={leaving.length === 0}>
          {leaving.length === here.length
            ? say({ zh: '全部拆分', en: 'Un-merge all' })
            : say({ zh: '拆出 {n} 份', en: 'Part {n} of them' }, { n: leaving.length })}
        </Button>
        <Button onClick={onClose}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        <Missing what={leaving.length === 0 ? { zh: '先勾选要拆出来的', en: 'Tick what is to be parted' } : null} />
      </div>
    </div>
  )
}
