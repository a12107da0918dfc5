import { App } from 'antd'
import { useState } from 'react'
import { useGo } from '../../../ui/address.tsx'
import { ProblemError } from '../../../ui/call.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { createTemplate, updateTemplate } from '../template-actions.ts'
import type { TemplateContent } from '../content/content.ts'
import type { MessageKind } from '../template.ts'

export type WrittenTemplate = {
  readonly name: string
  /** Of a template that is a subject and a body; else empty. */
  readonly subject: string
  readonly body: string
  readonly channel: ChannelName
  /** Null: a subject and a body. */
  readonly content: TemplateContent | null
  readonly folder: string | null
  readonly tags: string[]
  readonly kind: MessageKind
  /** Of consent; null: that of its kind. */
  readonly purpose: string | null
}
export type TemplateDraft = ReturnType<typeof useTemplateDraft>

/** A template while it is written; nothing typed is lost when saving is refused. */
export function useTemplateDraft({ id, template }: { readonly id: string | null; readonly template: WrittenTemplate }) {
  const { message } = App.useApp()
  const say = useSay()
  const go = useGo()
  const [written, setWritten] = useState(template)
  const [tried, setTried] = useState(false)
  const [note, setNote] = useState('')
  const [previewProblem, setPreviewProblem] = useState<ProblemError | null>(null)
  const create = useAct(createTemplate)
  const update = useAct(updateTemplate)
  const failed = create.error ?? update.error
  const saved = (made: { id: string }) => {
    void message.success(say({ zh: '已保存', en: 'Saved' }))
    setNote('')
    if (id === null) go(`/templates/${made.id}`, { replace: true })
  }
  return {
    written,
    note,
    setNote,
    previewProblem,
    setPreviewProblem,
    tried,
    failed: failed instanceof ProblemError ? failed : null,
    saving: create.isPending || update.isPending,
    changed: JSON.stringify(written) !== JSON.stringify(template),
    change: (patch: Partial<WrittenTemplate>) => {
      create.reset()
      update.reset()
      setWritten((old) => ({ ...old, ...patch }))
    },
    save: () => {
      setTried(true)
      const { name, subject, body, content } = written
      if (!name.trim() || (content === null && (!subject.trim() || !body.trim()))) return
      if (id === null) create.mutate({ ...written, note }, { onSuccess: saved })
      else update.mutate({ id, ...written, note }, { onSuccess: saved })
    },
  }
}
