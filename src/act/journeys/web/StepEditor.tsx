import type { ComponentType } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { ActEditor } from './step-editors/ActEditor.tsx'
import { BranchEditor, ChooseEditor } from './step-editors/RuleEditors.tsx'
import { SendEditor, WebhookEditor } from './step-editors/SendEditor.tsx'
import { SplitEditor, TestEditor } from './step-editors/ShareEditors.tsx'
import type { StepEditorProps } from './step-editors/step-editor.ts'
import { AwaitFactEditor, WaitEditor } from './step-editors/WaitEditor.tsx'

function EndEditor() {
  const say = useSay()
  return (
    <p>{say({ zh: '走到这里的客户离开旅程，没有要设置的。', en: 'Whoever gets here leaves the journey. There is nothing to set.' })}</p>
  )
}

const editors: Readonly<Record<string, ComponentType<StepEditorProps>>> = {
  wait: WaitEditor,
  send: SendEditor,
  webhook: WebhookEditor,
  branch: BranchEditor,
  'await-fact': AwaitFactEditor,
  choose: ChooseEditor,
  split: SplitEditor,
  'ab-test': TestEditor,
  act: ActEditor,
  end: EndEditor,
}

export function StepEditor(props: StepEditorProps) {
  const Editor = editors[props.step.kind]
  return Editor ? <Editor {...props} /> : null
}
