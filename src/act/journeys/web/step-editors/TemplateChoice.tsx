import { Select } from 'antd'
import { GoLink } from '../../../../ui/address.tsx'
import { useSay } from '../../../../ui/language.tsx'
import type { Known } from '../say-rule.ts'

type Props = {
  readonly known: Known
  readonly templateId: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (templateId: string) => void
}

/** The template of a step, and the way to its page. */
export function TemplateChoice({ known, templateId, options, onChange }: Props) {
  const say = useSay()
  const isKnown = known.templates.has(templateId)
  return (
    <>
      <Select
        aria-label={say({ zh: '模板', en: 'Template' })}
        placeholder={say({ zh: '选择模板', en: 'Choose a template' })}
        showSearch={{ optionFilterProp: 'label' }}
        value={isKnown ? templateId : null}
        onChange={onChange}
        options={[...options]}
      />
      {isKnown ? <GoLink to={`/templates/${templateId}`}>{say({ zh: '查看这个模板', en: 'See this template' })}</GoLink> : null}
    </>
  )
}
