import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'

const pauseMs = 250

/** Searches while one types, after a short pause; Enter searches at once. */
export function SearchBox(props: {
  readonly value: string | undefined
  readonly onSearch: (text: string | undefined) => void
  readonly label: string
}) {
  const [draft, setDraft] = useState(props.value ?? '')
  const sent = useRef(props.value ?? '')
  const { value, onSearch } = props
  // A search that came from elsewhere (a saved view, the back button) replaces what stands in the box.
  useEffect(() => {
    if ((value ?? '') === sent.current) return
    sent.current = value ?? ''
    setDraft(value ?? '')
  }, [value])
  useEffect(() => {
    const text = draft.trim()
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onSearch(text || undefined)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [draft, onSearch])
  const now = () => {
    sent.current = draft.trim()
    onSearch(sent.current || undefined)
  }
  return (
    <Input
      className="rg-list-search"
      aria-label={props.label}
      placeholder={props.label}
      prefix={<SearchOutlined aria-hidden />}
      value={draft}
      maxLength={100}
      allowClear
      onChange={(event) => setDraft(event.target.value)}
      onPressEnter={now}
    />
  )
}
