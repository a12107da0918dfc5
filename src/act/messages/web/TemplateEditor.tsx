import { Button, Input } from 'antd'
import { useState } from 'react'
import { type Language, languages } from '../../../core/kit/words.ts'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { createTemplate, deleteTemplate, updateTemplate } from '../template-actions.ts'
import { MailHint } from './MailHint.tsx'
import { TemplateApproval } from './TemplateApproval.tsx'
import { TemplateChecks } from './TemplateChecks.tsx'
import { TemplateFields } from './TemplateFields.tsx'
import { TemplatePreview } from './TemplatePreview.tsx'
import { TemplateUses } from './TemplateUses.tsx'
import { TemplateVersions } from './TemplateVersions.tsx'
import { type TemplateDraft, useTemplateDraft, type WrittenTemplate } from './use-template-draft.ts'
import type { KnownTemplate } from './template-answers.ts'
import '../../../pages/pages.css'
import './messages.css'
import './templates.css'

type Props = { readonly id: string | null; readonly template: WrittenTemplate; readonly known: KnownTemplate | null }

/** Writes a template: words on one side, on the other what a real customer would read. */
export function TemplateEditor({ id, template, known }: Props) {
  const draft = useTemplateDraft({ id, template })
  const may = useMayDo(id === null ? createTemplate : updateTemplate)
  const [chosen, setChosen] = useState<Language>('zh')
  const { written } = draft
  const there = languages.filter((each) => written.content?.texts[each] !== undefined)
  const language = there.includes(chosen) ? chosen : (there[0] ?? chosen)
  return (
    <Page
      wide
      back={{ to: '/templates', label: { zh: '全部模板', en: 'All templates' } }}
      title={id === null ? { zh: '新建模板', en: 'New template' } : template.name}
      actions={may ? <EditorActions id={id} draft={draft} /> : null}
    >
      {written.channel === 'email' ? <MailHint /> : null}
      {id !== null && known ? <TemplateApproval id={id} known={known} changed={draft.changed} /> : null}
      <div className="rg-template">
        <Section title={{ zh: '写什么', en: 'What it says' }}>
          <TemplateFields draft={draft} language={language} onLanguage={setChosen} />
        </Section>
        <div className="rg-template-preview">
          <Section title={{ zh: '客户读到的样子', en: 'What a customer reads' }}>
            <TemplatePreview written={written} language={language} onProblem={draft.setPreviewProblem} />
          </Section>
          <Section title={{ zh: '发出前看一看', en: 'Before it leaves' }}>
            <TemplateChecks written={written} language={language} />
          </Section>
        </div>
      </div>
      {id !== null && known ? (
        <>
          <TemplateUses known={known} />
          <TemplateVersions id={id} known={known} />
        </>
      ) : null}
    </Page>
  )
}

function EditorActions({ id, draft }: { readonly id: string | null; readonly draft: TemplateDraft }) {
  const say = useSay()
  return (
    <>
      {id === null ? null : <RemoveButton id={id} />}
      {id === null || !draft.changed ? null : (
        <Input
          className="rg-template-note"
          aria-label={say({ zh: '这一版改了什么', en: 'What this version changes' })}
          placeholder={say({ zh: '改了什么（可不填）', en: 'What changed (optional)' })}
          maxLength={200}
          value={draft.note}
          onChange={(event) => draft.setNote(event.target.value)}
        />
      )}
      <Button type="primary" onClick={draft.save} loading={draft.saving} disabled={!draft.changed}>
        {say({ zh: '保存', en: 'Save' })}
      </Button>
    </>
  )
}

export function RemoveButton({ id }: { readonly id: string }) {
  const say = useSay()
  const go = useGo()
  const confirm = useConfirm()
  const remove = useAct(deleteTemplate)
  const may = useMayDo(deleteTemplate)
  const ask = () =>
    confirm({
      title: { zh: '删除这个模板？', en: 'Delete this template?' },
      content: { zh: '已经发出的消息不受影响。', en: 'Messages that went out are not affected.' },
      ok: { zh: '删除', en: 'Delete' },
      danger: true,
      run: async () => {
        await remove.mutateAsync({ id })
        go('/templates')
      },
    })
  return may ? <Button onClick={ask}>{say({ zh: '删除', en: 'Delete' })}</Button> : null
}
