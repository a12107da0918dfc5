import { Select } from 'antd'

type Option = { readonly value: string; readonly label: string }
type OptionGroup = { readonly label: string; readonly options: readonly Option[] }

/** A named drop-down; long lists can be searched by typing. */
export function Pick(props: {
  readonly label: string
  readonly value: string | null
  readonly options: readonly (Option | OptionGroup)[]
  readonly onChange: (value: string) => void
  readonly wide?: boolean
  readonly wrong?: boolean
  readonly placeholder?: string
}) {
  const count = props.options.reduce((n, option) => n + ('options' in option ? option.options.length : 1), 0)
  return (
    <Select<string>
      aria-label={props.label}
      className={props.wide ? 'rg-rule-wide' : 'rg-rule-pick'}
      value={props.value}
      onChange={props.onChange}
      options={props.options.map((option) => ('options' in option ? { label: option.label, options: [...option.options] } : option))}
      showSearch={count > 7 ? { optionFilterProp: 'label' } : false}
      popupMatchSelectWidth={false}
      {...(props.wrong ? { status: 'error' } : {})}
      {...(props.placeholder ? { placeholder: props.placeholder } : {})}
    />
  )
}
