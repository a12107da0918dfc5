import { Button, Input, Tag } from 'antd'
import { useEffect, useId, useMemo, useRef } from 'react'
import type { Words } from '../../../../core/kit/words.ts'
import { useAsk } from '../../../../ui/data.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { listVariables } from '../../try-template-actions.ts'
import { placeholdersIn } from '../../content/checks.ts'
import { type Place, useInsertion } from './insertion.tsx'
import { useTrouble } from './trouble.tsx'

type Props = {
  readonly label: Words
  readonly value: string
  readonly onChange: (value: string) => void
  /** Under which the server names what is wrong with it. */
  readonly at: string
  readonly rows?: number
  readonly most?: number
  readonly placeholder?: Words
  readonly help?: Words
  /** Variables are put in here where nothing else was touched yet. */
  readonly first?: boolean
  /** As a vendor registered it: no variables stand in it, and none are put in. */
  readonly fixed?: boolean
}

/** A text in which variables may stand; each is shown below by its name, with the words for where it is not known. */
export function VariableField({ label, value, onChange, at, rows, most = 500, placeholder, help, first, fixed }: Props) {
  const say = useSay()
  const id = useId()
  const { focus } = useInsertion()
  const element = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null)
  const now = useRef({ value, onChange })
  useEffect(() => {
    now.current = { value, onChange }
  })
  const here = useMemo<Place>(
    () => ({ element: () => element.current, value: () => now.current.value, write: (text) => now.current.onChange(text) }),
    [],
  )
  useEffect(() => {
    if (first) focus(here)
  }, [first, focus, here])
  const trouble = useTrouble(at)
  const more = {
    id,
    value,
    maxLength: most,
    status: trouble ? 'error' : '',
    'aria-invalid': trouble !== null,
    ...(fixed ? {} : { onFocus: () => focus(here) }),
    ...(placeholder ? { placeholder: say(placeholder) } : {}),
    ...(trouble ? { 'aria-describedby': `${id}-trouble` } : {}),
  } as const
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say(label)}</label>
      {rows ? (
        <Input.TextArea
          {...more}
          ref={(area) => void (element.current = area?.resizableTextArea?.textArea ?? null)}
          autoSize={{ minRows: rows, maxRows: 28 }}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input
          {...more}
          ref={(input) => void (element.current = input?.input ?? null)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {trouble ? (
        <div id={`${id}-trouble`} className="rg-form-wrong" role="alert">
          {trouble.said}
        </div>
      ) : null}
      {trouble?.line && rows ? <LineFinder line={trouble.line} element={() => element.current} /> : null}
      {fixed ? null : <Placeholders source={value} />}
      {help ? <div className="rg-form-help">{say(help)}</div> : null}
    </div>
  )
}

/** Selects the line that is wrong. */
function LineFinder({ line, element }: { readonly line: number; readonly element: () => HTMLInputElement | HTMLTextAreaElement | null }) {
  const say = useSay()
  const select = () => {
    const area = element()
    if (!area) return
    const lines = area.value.split('\n')
    const from = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0)
    area.focus()
    area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0))
  }
  return (
    <div>
      <Button size="small" onClick={select}>
        {say({ zh: '选中第 {line} 行', en: 'Select line {line}' }, { line })}
      </Button>
    </div>
  )
}

/** The variables of a text, by their names in the reader's language. One that does not exist is marked. */
function Placeholders({ source }: { readonly source: string }) {
  const say = useSay()
  const { data } = useAsk(listVariables, {})
  const places = placeholdersIn(source)
  if (places.length === 0 || !data) return null
  const nameOf = (name: string): string | null => {
    if (/^(context|product)\./.test(name)) return name
    const known = data.variables.find((one) => one.name === name)
    return known ? say(known.label) : null
  }
  return (
    <div className="rg-template-places">
      {places.map(({ name, fallback, text }, i) => {
        const said = nameOf(name)
        if (said === null)
          return (
            <Tag key={`${text}${i}`} color="error">
              {say({ zh: '没有变量“{name}”', en: 'No variable “{name}”' }, { name })}
            </Tag>
          )
        return (
          <Tag key={`${text}${i}`}>
            {fallback === null ? said : say({ zh: '{said}，没有时写“{fallback}”', en: '{said}, else “{fallback}”' }, { said, fallback })}
          </Tag>
        )
      })}
    </div>
  )
}
