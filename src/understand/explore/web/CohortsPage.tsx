import { FilterOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { everybody, isEverybody, type Rule } from '../../../core/rule/rule.ts'
import { sayRule } from '../../../core/rule/say-rule.ts'
import { useCustoms } from '../../../fields/web/use-customs.ts'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { isReady } from '../../../pages/rule-tree.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { PageTabs } from '../../../ui/PageTabs.tsx'
import { Answered } from '../../../ui/States.tsx'
import { exploreSearch, type ExploreTab, exploreTabs } from '../explore-address.ts'
import { CohortAnswer } from './CohortAnswer.tsx'
import { CohortsTab } from './CohortsTab.tsx'
import { FunnelTab } from './FunnelTab.tsx'
import { HowMany } from './HowMany.tsx'
import { PathsTab } from './PathsTab.tsx'
import { RepurchaseTab } from './RepurchaseTab.tsx'
import { RetentionTab } from './RetentionTab.tsx'
import './explore.css'

const tabWords: Record<ExploreTab, Words> = {
  cohorts: { zh: '同期群', en: 'Cohorts' },
  retention: { zh: '留存曲线', en: 'Retention' },
  funnel: { zh: '漏斗', en: 'Funnel' },
  paths: { zh: '路径', en: 'Paths' },
  repurchase: { zh: '复购率', en: 'Repurchase' },
}

/** Who stays: five ways to look at the same facts, all of them asked through the address. */
export function CohortsPage() {
  const [search, setSearch] = useSearchState(exploreSearch)
  const known = useDictionary()
  return (
    <Page title={{ zh: '新客户留下来了吗？', en: 'Do new customers stay?' }} answer={<CohortAnswer />} wide>
      <Answered of={known}>
        {({ dictionary }) => (
          <>
            <Among rule={search.rule} onChange={(rule) => setSearch({ rule })} dictionary={dictionary} />
            <PageTabs
              label={{ zh: '留存分析', en: 'Cohorts and paths' }}
              to="/cohorts"
              tabs={exploreTabs.map((key) => ({ key, label: tabWords[key] }))}
              shown={search.tab}
              keep={search}
            />
            {search.tab === 'cohorts' ? <CohortsTab search={search} setSearch={setSearch} dictionary={dictionary} /> : null}
            {search.tab === 'retention' ? <RetentionTab search={search} setSearch={setSearch} dictionary={dictionary} /> : null}
            {search.tab === 'funnel' ? <FunnelTab search={search} setSearch={setSearch} dictionary={dictionary} /> : null}
            {search.tab === 'paths' ? <PathsTab search={search} setSearch={setSearch} dictionary={dictionary} /> : null}
            {search.tab === 'repurchase' ? <RepurchaseTab search={search} setSearch={setSearch} /> : null}
          </>
        )}
      </Answered>
    </Page>
  )
}

type AmongProps = { readonly rule: Rule | undefined; readonly onChange: (rule: Rule | undefined) => void; readonly dictionary: Dictionary }

/** Whom all of it is about: everybody, or those for whom a rule holds now. */
function Among({ rule, onChange, dictionary }: AmongProps) {
  const say = useSay()
  const customs = useCustoms()
  const [draft, setDraft] = useState<Rule | null>(null)
  const isEmpty = draft !== null && isEverybody(draft)
  return (
    <div className="rg-explore-among">
      <Button size="small" icon={<FilterOutlined />} onClick={() => setDraft(rule ?? everybody)}>
        {say({ zh: '只看这些客户', en: 'Only these customers' })}
      </Button>
      <span>{rule ? sayRule(rule, dictionary, customs) : say({ zh: '全部客户', en: 'everybody' })}</span>
      {rule ? (
        <Button size="small" type="link" onClick={() => onChange(undefined)}>
          {say({ zh: '取消', en: 'Take away' })}
        </Button>
      ) : null}
      <Drawer
        open={draft !== null}
        onClose={() => setDraft(null)}
        title={say({ zh: '只看这些客户', en: 'Only these customers' })}
        size={720}
        destroyOnHidden
        extra={
          <Button
            type="primary"
            disabled={draft === null || !(isEmpty || isReady(draft, dictionary))}
            onClick={() => {
              onChange(isEmpty || draft === null ? undefined : draft)
              setDraft(null)
            }}
          >
            {say({ zh: '应用', en: 'Apply' })}
          </Button>
        }
      >
        {draft ? (
          <RuleBuilder
            rule={draft}
            onChange={setDraft}
            dictionary={dictionary}
            count={isReady(draft, dictionary) ? <HowMany rule={draft} /> : null}
          />
        ) : null}
      </Drawer>
    </div>
  )
}
