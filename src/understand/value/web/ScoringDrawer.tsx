import { sayActor } from '../../../core/kit/program-parts.ts'
import { Alert, App, Button, Drawer, Radio, Segmented, Switch } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { publishRfm } from '../actions.ts'
import { readRfmSettings, rfmGrid } from '../rfm-questions.ts'
import { type OwnEdges, type RfmSettings, type ScoringKind, scoringKinds, wrongEdges } from '../scoring.ts'
import { valueSearch } from '../value-address.ts'
import { MoneyInput } from './MoneyInput.tsx'
import { OwnEdgesForm } from './OwnEdgesForm.tsx'
import { kindHelp, kindNames } from './say-scoring.ts'
import { ScoringTrial } from './ScoringTrial.tsx'

type Known = ReplyOf<typeof readRfmSettings>

/** How scores are given; another way is tried out before it is put in force, as a new version. */
export function ScoringDrawer() {
  const say = useSay()
  const [{ scoring }, setSearch] = useSearchState(valueSearch)
  const isOpen = scoring === true
  const asked = useAsk(readRfmSettings, {}, { when: isOpen })
  const close = () => setSearch({ scoring: undefined })
  return (
    <Drawer open={isOpen} onClose={close} title={say({ zh: 'RFM 评分方式', en: 'How RFM is scored' })} size={720} destroyOnHidden>
      <Answered of={asked}>{(known) => <Editor key={known.version} known={known} onClose={close} />}</Answered>
    </Drawer>
  )
}

/** Own edges begin where the quantiles are now, as far as they are round numbers of their own. */
function startingEdges(bands: number): OwnEdges {
  const take = (list: readonly number[]) => list.slice(0, bands - 1)
  return {
    recencyDays: take([30, 90, 180, 365]),
    frequency: take([2, 3, 5, 10]),
    monetary: take([100_00, 300_00, 1_000_00, 3_000_00]),
  }
}

function Editor({ known, onClose }: { readonly known: Known; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const format = useFormat()
  const { message } = App.useApp()
  const may = useMayDo(publishRfm)
  const publish = useAct(publishRfm)
  const [draft, setDraft] = useState<RfmSettings>(known.settings)
  const change = (patch: Partial<RfmSettings>) => setDraft((old) => ({ ...old, ...patch }))
  const withKind = (kind: ScoringKind) => change({ kind, edges: kind === 'own' ? (draft.edges ?? startingEdges(draft.bands)) : null })
  const withBands = (bands: number) => change({ bands, edges: draft.kind === 'own' ? startingEdges(bands) : null })
  const isReady = wrongEdges(draft) === null
  const isChanged = JSON.stringify(draft) !== JSON.stringify(known.settings)
  const run = async () => {
    try {
      const { moved } = await publish.mutateAsync({ settings: draft, version: known.version })
      onClose()
      void message.success(
        say(
          { zh: '已启用，{n} 位客户的分数变了', en: 'In force; the scores of {n} {n|customer|customers} changed' },
          { n: format.count(moved) },
        ),
      )
    } catch {
      // What was refused stands below.
    }
  }
  return (
    <div className="rg-form rg-value-form">
      <KindChoice kind={draft.kind} may={may} onKind={withKind} />
      <div className="rg-value-line">
        <span>{say({ zh: '分几档', en: 'Bands' })}</span>
        <Segmented
          size="small"
          disabled={!may}
          aria-label={say({ zh: '分几档', en: 'Bands' })}
          value={draft.bands}
          options={[3, 4, 5]}
          onChange={withBands}
        />
      </div>
      {draft.kind === 'own' && draft.edges ? <OwnEdgesForm edges={draft.edges} may={may} onChange={(edges) => change({ edges })} /> : null}
      <MoneyChoices draft={draft} may={may} suggestedCap={known.suggestedCap} onChange={change} />
      {isReady ? null : (
        <p className="rg-filter-hint">
          {say({ zh: '每组分界要从小到大，各不相同。', en: 'Each row of edges must rise from left to right.' })}
        </p>
      )}
      {may && isChanged && isReady ? <ScoringTrial settings={draft} /> : null}
      {publish.error ? <Alert type="error" showIcon role="alert" title={sayProblem(publish.error)} /> : null}
      {may ? (
        <div className="rg-form-foot">
          <Button type="primary" disabled={!isReady || !isChanged} loading={publish.isPending} onClick={() => void run()}>
            {say({ zh: '对所有客户启用', en: 'Put in force for everybody' })}
          </Button>
          <Button onClick={onClose}>{say({ zh: '取消', en: 'Cancel' })}</Button>
        </div>
      ) : null}
      <Versions known={known} />
    </div>
  )
}

function KindChoice({
  kind,
  may,
  onKind,
}: {
  readonly kind: ScoringKind
  readonly may: boolean
  readonly onKind: (kind: ScoringKind) => void
}) {
  const say = useSay()
  return (
    <Radio.Group value={kind} disabled={!may} onChange={(event) => onKind(readKind(event.target.value))} className="rg-value-kinds">
      {scoringKinds.map((one) => (
        <Radio key={one} value={one}>
          <strong>{say(kindNames[one])}</strong>
          <span className="rg-note">{say(kindHelp[one])}</span>
        </Radio>
      ))}
    </Radio.Group>
  )
}

const readKind = (value: unknown): ScoringKind => scoringKinds.find((kind) => kind === value) ?? 'values'

type MoneyProps = {
  readonly draft: RfmSettings
  readonly may: boolean
  readonly suggestedCap: number | null
  readonly onChange: (patch: Partial<RfmSettings>) => void
}

function MoneyChoices({ draft, may, suggestedCap, onChange }: MoneyProps) {
  const say = useSay()
  const format = useFormat()
  const hasCap = draft.orderCap !== null
  return (
    <>
      <label className="rg-value-line">
        <Switch
          size="small"
          disabled={!may}
          checked={draft.refunds === 'deducted'}
          onChange={(isOn) => onChange({ refunds: isOn ? 'deducted' : 'kept' })}
        />
        <span>{say({ zh: 'M 扣除退款（R、F 不变）', en: 'Deduct refunds from M (R and F stay)' })}</span>
      </label>
      <label className="rg-value-line">
        <Switch
          size="small"
          disabled={!may}
          checked={hasCap}
          onChange={(isOn) => onChange({ orderCap: isOn ? Math.max(1, suggestedCap ?? 100_000) : null })}
        />
        <span>
          {say({ zh: '一笔大单不撑起分数：最大一笔最多计入', en: 'No giant order makes a score: the largest purchase counts up to' })}
        </span>
      </label>
      {hasCap ? (
        <div className="rg-value-line">
          <MoneyInput
            label={say({ zh: '最大一笔最多计入', en: 'The largest purchase counts up to' })}
            amount={draft.orderCap}
            disabled={!may}
            onChange={(orderCap) => onChange({ orderCap: orderCap === null || orderCap < 1 ? 1 : orderCap })}
          />
          {suggestedCap === null ? null : (
            <span className="rg-note">
              {say(
                { zh: '99% 的买家最大一笔不超过 {cap}', en: '99% of the buyers made no purchase above {cap}' },
                { cap: format.money(suggestedCap) },
              )}
            </span>
          )}
        </div>
      ) : null}
    </>
  )
}

function Versions({ known }: { readonly known: Known }) {
  const say = useSay()
  const format = useFormat()
  const grid = useAsk(rfmGrid, {})
  if (known.versions.length === 0)
    return (
      <p className="rg-note">{say({ zh: '还没有改过：用的是系统默认方式。', en: 'Nothing was changed yet: this is the usual way.' })}</p>
    )
  return (
    <section className="rg-value-versions" aria-label={say({ zh: '历次启用', en: 'Versions' })}>
      <h3>{say({ zh: '历次启用', en: 'Versions' })}</h3>
      <ul>
        {known.versions.map(({ version, settings, moved, by, at }) => (
          <li key={version}>
            {say(
              {
                zh: '第 {version} 版 · {kind} {bands} 档 · {at} {by} 启用，{moved} 位客户分数变了',
                en: 'Version {version} · {kind}, {bands} bands · put in force on {at} by {by}; {moved} scores changed',
              },
              {
                version,
                kind: say(kindNames[settings.kind]),
                bands: settings.bands,
                at: format.dateTime(at),
                by: sayActor(by),
                moved: format.count(moved),
              },
            )}
            {version === grid.data?.version ? say({ zh: '（现行）', en: ' (in force)' }) : ''}
          </li>
        ))}
      </ul>
    </section>
  )
}
