import { Button, InputNumber, Select } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { campaignChannels } from '../campaign-channels.ts'
import { type CampaignDraft, type StepProps, variantKeys } from './campaign-draft.ts'
import { AccountChoice } from './AccountChoice.tsx'
import { type TemplateChoice, useTemplateChoices } from './use-campaign-parts.ts'

/** By which channel, and one to five versions of the content with the share of people each gets. */
export function ContentStep({ draft, change, isLocked }: StepProps) {
  const say = useSay()
  const asked = useTemplateChoices()
  const used = draft.variants.map(({ key }) => key)
  const free = variantKeys.find((key) => !used.includes(key))
  return (
    <>
      <Section title={{ zh: '渠道', en: 'Channel' }}>
        <Select
          aria-label={say({ zh: '渠道', en: 'Channel' })}
          className="rg-campaign-name"
          disabled={isLocked}
          value={draft.channel}
          onChange={(channel) =>
            change({ channel, accountId: undefined, variants: draft.variants.map((one) => ({ ...one, templateId: null })) })
          }
          options={campaignChannels.map(({ value, label }) => ({ value, label: say(label) }))}
        />
        <AccountChoice draft={draft} change={change} isLocked={isLocked} />
      </Section>
      <Section
        title={{ zh: '内容', en: 'Content' }}
        note={say({
          zh: '可以放几个版本比一比：每位客户按固定的随机数分到其中一个，之后不变。',
          en: 'Several versions can be compared: a fixed random number gives each customer one of them for good.',
        })}
      >
        <Answered of={asked}>
          {(templates) => (
            <ul className="rg-variants">
              {draft.variants.map((one) => (
                <VariantLine key={one.key} variant={one} draft={draft} change={change} templates={templates} isLocked={isLocked} />
              ))}
            </ul>
          )}
        </Answered>
        {isLocked || !free ? null : (
          <Button onClick={() => change({ variants: [...draft.variants, { key: free, templateId: null, share: 50 }] })}>
            {say({ zh: '再加一个版本', en: 'Add a version' })}
          </Button>
        )}
        <p className="rg-note">
          <GoLink to="/templates">{say({ zh: '去写一个新模板', en: 'Write a new template' })}</GoLink>
        </p>
      </Section>
    </>
  )
}

type LineProps = {
  readonly variant: CampaignDraft['variants'][number]
  readonly draft: CampaignDraft
  readonly change: StepProps['change']
  readonly templates: readonly TemplateChoice[]
  readonly isLocked: boolean
}

function VariantLine({ variant, draft, change, templates, isLocked }: LineProps) {
  const say = useSay()
  const format = useFormat()
  const whole = draft.variants.reduce((sum, { share }) => sum + share, 0)
  const letter = variant.key.toUpperCase()
  const put = (patch: Partial<typeof variant>) =>
    change({ variants: draft.variants.map((one) => (one.key === variant.key ? { ...one, ...patch } : one)) })
  return (
    <li className="rg-variant">
      <strong>{letter}</strong>
      <Select
        aria-label={say({ zh: '版本 {letter} 的模板', en: 'Template of version {letter}' }, { letter })}
        placeholder={say({ zh: '选择模板', en: 'Choose a template' })}
        className="rg-campaign-name"
        disabled={isLocked}
        showSearch={{ optionFilterProp: 'label' }}
        value={variant.templateId}
        onChange={(templateId: string) => put({ templateId })}
        options={templates.filter(({ channel }) => channel === draft.channel).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {draft.variants.length > 1 ? (
        <>
          <InputNumber
            aria-label={say({ zh: '版本 {letter} 的份额', en: 'Share of version {letter}' }, { letter })}
            min={1}
            max={100}
            disabled={isLocked}
            value={variant.share}
            onChange={(share) => put({ share: share ?? 1 })}
          />
          <span className="rg-campaign-more">{format.percent(variant.share / whole, 0)}</span>
          <Button
            size="small"
            disabled={isLocked}
            onClick={() => change({ variants: draft.variants.filter(({ key }) => key !== variant.key) })}
          >
            {say({ zh: '去掉', en: 'Remove' })}
          </Button>
        </>
      ) : null}
    </li>
  )
}
