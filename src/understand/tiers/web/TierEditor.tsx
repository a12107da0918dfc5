import { Alert, App, Button, Drawer, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { isReady } from '../../../pages/rule-tree.ts'
import { useCarefulClose } from '../../../pages/use-careful-close.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { type promiseKinds, publishTiers, saveTierDraft } from '../actions.ts'
import { readTierVersion, suggestTiers } from '../questions.ts'
import { countings, type Scheme } from '../scheme.ts'
import { countingWords } from './said-tiers.ts'
import { askable, fromSuggestion, fromVersion, type Start } from './tier-start.ts'
import { TierList } from './TierList.tsx'
import type { Known } from './tiers-answer.ts'
import { TierTrial } from './TierTrial.tsx'
import '../../../pages/pages.css'
import './tiers.css'

type Props = {
  /** The id of a version, or `new`. */
  readonly version: string
  readonly known: Known
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
}

/** Changes a draft of the scheme, tries it out while it is changed, and puts it in force. */
export function TierEditor(props: Props) {
  const say = useSay()
  const { touch, leave, leaveCarefully } = useCarefulClose(props.onClose)
  const dictionary = useDictionary('customer')
  const isNew = props.version === 'new'
  const suggested = useAsk(suggestTiers, {}, { when: isNew })
  const kept = useAsk(readTierVersion, { id: props.version }, { when: !isNew })
  const begun = isNew ? fromSuggestion(suggested, say({ zh: '客户分级', en: 'Our tiers' })) : fromVersion(kept)
  return (
    <Drawer
      open
      onClose={leaveCarefully}
      title={say({ zh: '分级方案', en: 'The scheme of tiers' })}
      size={860}
      destroyOnHidden
      rootClassName="rg-tier-drawer"
    >
      <Answered of={dictionary} rows={8}>
        {(words) => (
          <Answered of={begun} rows={8}>
            {(start) => (
              <Editor
                start={start}
                known={props.known}
                dictionary={askable(words.dictionary)}
                onTouched={touch}
                onDone={leave}
                onCancel={leaveCarefully}
              />
            )}
          </Answered>
        )}
      </Answered>
    </Drawer>
  )
}

type EditorProps = {
  readonly start: Start
  readonly known: Known
  readonly dictionary: Dictionary
  readonly onTouched: () => void
  readonly onDone: () => void
  readonly onCancel: () => void
}

type Promises = (typeof promiseKinds)[number]

function Editor({ start, known, dictionary, onTouched, onDone, onCancel }: EditorProps) {
  const say = useSay()
  const [begun] = useState(start)
  const [name, setName] = useState(start.name)
  const [scheme, setScheme] = useState<Scheme>(start.scheme)
  const [promises, setPromises] = useState<Promises>('keep')
  const change = (next: Scheme) => {
    onTouched()
    setScheme(next)
  }
  const ready = name.trim() !== '' && isWhole(scheme, dictionary)
  return (
    <div className="rg-form">
      <label className="rg-tier-name">
        <span>{say({ zh: '方案名称', en: 'Name of the scheme' })}</span>
        <Input
          value={name}
          maxLength={60}
          onChange={(event) => {
            onTouched()
            setName(event.target.value)
          }}
        />
      </label>
      {begun.buyers === null ? null : <Suggested buyers={begun.buyers} />}
      <CountingPick scheme={scheme} onChange={change} />
      <p className="rg-note">
        {say({
          zh: '客户的等级是条件成立的最高一级；最低一级收下其余所有人。',
          en: 'A customer’s tier is the highest whose rule holds; the lowest takes everybody else.',
        })}
      </p>
      <TierList scheme={scheme} dictionary={dictionary} onChange={change} />
      {ready ? (
        <TierTrial version={begun.draft?.id ?? 'new'} scheme={scheme} known={known} promises={promises} onPromises={setPromises} />
      ) : null}
      <Foot draft={{ name, scheme, promises, ready, at: begun.draft }} onDone={onDone} onCancel={onCancel} />
    </div>
  )
}

const isWhole = ({ tiers }: Scheme, dictionary: Dictionary): boolean =>
  tiers.length > 0 &&
  tiers.every(
    ({ label, mark, rule, benefits }) =>
      label.zh.trim() !== '' &&
      label.en.trim() !== '' &&
      mark.trim() !== '' &&
      benefits.every((benefit) => benefit.name.zh.trim() !== '' && benefit.name.en.trim() !== '') &&
      isReady(rule, dictionary),
  )

function Suggested({ buyers }: { readonly buyers: number }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Alert
      type="info"
      showIcon
      title={
        buyers > 0
          ? say(
              {
                zh: '门槛取自近 12 个月有消费的 {n} 位客户：消费额和次数的 80% 与 95% 分位点，取整。权益和成本只是示例，请改成自己的。',
                en: 'Thresholds come from the {n} {n|customer|customers} who bought within 12 months: the 80 and 95% quantiles of spend and of purchases, rounded. Benefits and costs are examples; make them your own.',
              },
              { n: format.count(buyers) },
            )
          : say({
              zh: '近 12 个月还没有消费，门槛暂用常见的数。有了消费记录再来看，会按您的数据建议。',
              en: 'Nobody bought within 12 months, so the thresholds are plain ones. Come back once there are purchases for your own.',
            })
      }
    />
  )
}

function CountingPick({ scheme, onChange }: { readonly scheme: Scheme; readonly onChange: (scheme: Scheme) => void }) {
  const say = useSay()
  return (
    <div className="rg-tier-counting">
      <span>{say({ zh: '“计级消费”累计', en: 'Spend counted for tiers' })}</span>
      <Segmented
        size="small"
        aria-label={say({ zh: '“计级消费”累计', en: 'Spend counted for tiers' })}
        value={scheme.counting}
        options={countings.map((one) => ({ value: one, label: say(countingWords[one].name) }))}
        onChange={(counting) => onChange({ ...scheme, counting })}
      />
      <span className="rg-filter-hint">{say(countingWords[scheme.counting].help)}</span>
    </div>
  )
}

type FootProps = {
  readonly draft: {
    readonly name: string
    readonly scheme: Scheme
    readonly promises: Promises
    readonly ready: boolean
    readonly at: Start['draft']
  }
  readonly onDone: () => void
  readonly onCancel: () => void
}

function Foot({ draft, onDone, onCancel }: FootProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const mayPublish = useMayDo(publishTiers)
  const save = useAct(saveTierDraft)
  const publish = useAct(publishTiers)
  const [at, setAt] = useState(draft.at)
  const keep = async () => {
    const kept = await save.mutateAsync({ ...at, name: draft.name, scheme: draft.scheme })
    setAt(kept)
    return kept
  }
  const run = async (work: () => Promise<string>) => {
    publish.reset()
    try {
      const said = await work()
      onDone()
      void message.success(said)
    } catch {
      // What was refused stands below.
    }
  }
  const saveOnly = () =>
    run(async () => {
      await keep()
      return say({ zh: '草稿已保存，没有客户受影响', en: 'The draft was saved; it concerns nobody yet' })
    })
  const putInForce = () =>
    run(async () => {
      const { id, revision } = await keep()
      const { version, moved } = await publish.mutateAsync({ id, revision, promises: draft.promises })
      return say(
        {
          zh: '第 {version} 版已发布，{moved} 位客户的等级有变化',
          en: 'Version {version} is in force; {moved} {moved|tier|tiers} changed',
        },
        { version, moved },
      )
    })
  const failed = save.error ?? publish.error
  const busy = save.isPending || publish.isPending
  return (
    <>
      {failed ? <Alert type="error" showIcon role="alert" title={sayProblem(failed)} /> : null}
      <div className="rg-form-foot">
        {mayPublish ? (
          <Button type="primary" disabled={!draft.ready || busy} loading={publish.isPending} onClick={() => void putInForce()}>
            {say({ zh: '发布方案', en: 'Publish' })}
          </Button>
        ) : null}
        <Button disabled={!draft.ready || busy} loading={save.isPending} onClick={() => void saveOnly()}>
          {say({ zh: '保存草稿', en: 'Save the draft' })}
        </Button>
        <Button onClick={onCancel}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        {draft.ready ? null : (
          <span className="rg-filter-hint">
            {say({
              zh: '填好每一级的名称、标记和条件后，就能试算、保存和发布',
              en: 'Complete every name, mark and rule to try it out, save and publish',
            })}
          </span>
        )}
      </div>
    </>
  )
}
