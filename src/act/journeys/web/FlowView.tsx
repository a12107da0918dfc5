import { Grid, Segmented } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { FlowList } from './FlowList.tsx'
import { FlowPicture } from './FlowPicture.tsx'
import type { FlowProps } from './flow-parts.ts'

type View = 'flow' | 'list'

/** The journey as a picture or as a list; narrow screens begin with the list. */
export function FlowView(props: FlowProps & { readonly view: View | undefined; readonly onView: (view: View) => void }) {
  const say = useSay()
  const wide = Grid.useBreakpoint().md ?? true
  const view = props.view ?? (wide ? 'flow' : 'list')
  return (
    <Section
      title={{ zh: '流程', en: 'The way' }}
      actions={
        <Segmented<View>
          size="small"
          aria-label={say({ zh: '怎样显示', en: 'How to show it' })}
          value={view}
          onChange={props.onView}
          options={[
            { value: 'flow', label: say({ zh: '图', en: 'Picture' }) },
            { value: 'list', label: say({ zh: '列表', en: 'List' }) },
          ]}
        />
      }
    >
      {view === 'flow' ? <FlowPicture {...props} /> : <FlowList {...props} />}
    </Section>
  )
}
