import { Grid, Segmented } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Loading } from '../../../ui/States.tsx'
import { FlowList } from './FlowList.tsx'
import type { FlowProps } from './flow-parts.ts'

// The canvas brings a library of its own, which the list does without.
const Canvas = lazy(async () => ({ default: (await import('./Canvas.tsx')).Canvas }))

type View = 'flow' | 'list'

type Props = FlowProps & {
  readonly view: View | undefined
  readonly onView: (view: View) => void
  /** Beside the switch, e.g. undo. */
  readonly tools?: ReactNode
}

/** The journey as a picture or as a list; narrow screens begin with the list, and there the picture is to be looked at. */
export function FlowView({ view: chosen, onView, tools, ...props }: Props) {
  const say = useSay()
  const wide = Grid.useBreakpoint().md ?? true
  const view = chosen ?? (wide ? 'flow' : 'list')
  return (
    <Section
      title={{ zh: '流程', en: 'The way' }}
      actions={
        <>
          {tools}
          <Segmented<View>
            size="small"
            aria-label={say({ zh: '怎样显示', en: 'How to show it' })}
            value={view}
            onChange={onView}
            options={[
              { value: 'flow', label: say({ zh: '画布', en: 'Canvas' }) },
              { value: 'list', label: say({ zh: '列表', en: 'List' }) },
            ]}
          />
        </>
      }
    >
      {view === 'list' ? (
        <FlowList {...props} />
      ) : (
        <Suspense fallback={<Loading rows={8} />}>
          {props.verbs && !wide ? (
            <p className="rg-filter-hint">
              {say({
                zh: '窄屏上的画布只供查看，修改请用列表。',
                en: 'On a narrow screen the canvas is to be looked at; use the list to change it.',
              })}
            </p>
          ) : null}
          <Canvas {...(wide ? props : { ...props, verbs: undefined })} />
        </Suspense>
      )}
    </Section>
  )
}
