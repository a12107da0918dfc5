import { Modal } from 'antd'
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import type { Words } from '../../core/kit/words.ts'
import { useGo } from '../../ui/address.tsx'
import { useSay } from '../../ui/language.tsx'
import { commandSources } from '../command-sources.ts'
import { type Command, findPages } from './command-source.ts'
import type { PageEntry } from './page-entry.ts'

type Found = { readonly label: Words; readonly commands: readonly Command[] }

/** Ctrl/⌘ K: type a few letters, by pinyin too, and go. */
export function CommandPalette(props: {
  readonly pages: readonly PageEntry[]
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
}) {
  const { open, onOpen } = props
  const say = useSay()
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      onOpen(!open)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [open, onOpen])
  return (
    <Modal
      open={open}
      onCancel={() => onOpen(false)}
      footer={null}
      title={<span className="rg-hidden">{say({ zh: '搜索', en: 'Find' })}</span>}
      closable={false}
      width={600}
      transitionName=""
      maskTransitionName=""
      destroyOnHidden
      className="rg-palette"
      style={{ top: 72 }}
    >
      <PaletteBody pages={props.pages} onClose={() => onOpen(false)} />
    </Modal>
  )
}

function PaletteBody(props: { readonly pages: readonly PageEntry[]; readonly onClose: () => void }) {
  const say = useSay()
  const go = useGo()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const elsewhere = useFound(typed)
  const groups = useMemo(
    () =>
      [{ label: { zh: '页面', en: 'Pages' }, commands: findPages(props.pages, typed, say) }, ...elsewhere].filter(
        (group) => group.commands.length > 0,
      ),
    [props.pages, typed, say, elsewhere],
  )
  const all = groups.flatMap((group) => group.commands)
  const current = all[Math.min(at, all.length - 1)]
  const run = (command: Command | undefined) => {
    if (!command) return
    props.onClose()
    go(command.to, { search: command.search ?? {} })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move !== undefined && all.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, all.length - 1) + move + all.length) % all.length)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(current)
  }
  return (
    <div className="rg-palette-body">
      <input
        // The palette was opened to type into it.
        autoFocus
        className="rg-palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${all.indexOf(current)}` : undefined}
        aria-label={say({ zh: '搜索客户、页面、操作', en: 'Find customers, pages, actions' })}
        placeholder={say({ zh: '搜索客户、页面、操作，可用拼音', en: 'Find customers, pages, actions' })}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" className="rg-palette-list" aria-label={say({ zh: '结果', en: 'Results' })}>
        {groups.map((group) => (
          <div key={group.label.en} role="group" aria-label={say(group.label)}>
            <div className="rg-palette-label" aria-hidden="true">
              {say(group.label)}
            </div>
            {group.commands.map((command) => (
              <PaletteOption
                key={command.key}
                id={`${id}-${all.indexOf(command)}`}
                command={command}
                chosen={command === current}
                onRun={() => run(command)}
              />
            ))}
          </div>
        ))}
      </div>
      {all.length === 0 ? (
        <p className="rg-palette-none">
          {say({
            zh: '没有找到。换个说法，或输入姓名、手机号后四位试试。',
            en: 'Nothing found. Try another word, a name, or the last digits of a phone number.',
          })}
        </p>
      ) : null}
    </div>
  )
}

function PaletteOption(props: { readonly id: string; readonly command: Command; readonly chosen: boolean; readonly onRun: () => void }) {
  useEffect(() => {
    if (props.chosen) document.getElementById(props.id)?.scrollIntoView({ block: 'nearest' })
  }, [props.chosen, props.id])
  return (
    // Reached with the arrow keys from the field above, which keeps the focus.
    <div
      id={props.id}
      role="option"
      aria-selected={props.chosen}
      className={props.chosen ? 'rg-palette-item rg-palette-chosen' : 'rg-palette-item'}
      onClick={props.onRun}
    >
      <span>{props.command.label}</span>
      <span className="rg-palette-hint">{props.command.hint}</span>
    </div>
  )
}

/** What the sources find, a moment after the last key; a slow answer to an old question is dropped. */
function useFound(typed: string): readonly Found[] {
  const [found, setFound] = useState<readonly Found[]>([])
  useEffect(() => {
    if (typed.trim() === '') {
      setFound([])
      return
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      const asked = commandSources.map(async (source) => ({
        label: source.label,
        commands: await source.find(typed.trim(), stop.signal).catch(() => []),
      }))
      void Promise.all(asked).then((answers) => {
        if (!stop.signal.aborted) setFound(answers)
      })
    }, 150)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [typed])
  return found
}
