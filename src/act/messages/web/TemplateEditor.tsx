import { App, Button } from 'antd'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { deleteTemplate, updateTemplate } from '../actions.ts'
import { MailHint } from './MailHint.tsx'
import { TemplateFields } from './TemplateFields.tsx'
import { TemplatePreview } from './TemplatePreview.tsx'
import { type TemplateDraft, useTemplateDraft, type WrittenTemplate } from './use-template-draft.ts'
import '../../../pages/pages.css'
import './messages.css'

/** Writes a template: words on one side, on the other what a real customer would read. */
export function TemplateEditor(props: { readonly id: string | null; readonly template: WrittenTemplate }) {
  const draft = useTemplateDraft(props)
  const may = useMayDo(updateTemplate)
  return (
    <Page
      wide
      back={{ to: '/templates', label: { zh: '全部模板', en: 'All templates' } }}
      title={props.id === null ? { zh: '新建模板', en: 'New template' } : props.template.name}
      actions={may ? <EditorActions id={props.id} draft={draft} /> : null}
    >
      <MailHint />
      <div className="rg-template">
        <Section title={{ zh: '写什么', en: 'What it says' }}>
          <TemplateFields draft={draft} />
        </Section>
        <div className="rg-template-preview">
          <Section title={{ zh: '客户读到的样子', en: 'What a customer reads' }}>
            <TemplatePreview subject={draft.written.subject} body={draft.written.body} onProblem={draft.setPreviewProblem} />
          </Section>
        </div>
      </div>
    </Page>
  )
}

function EditorActions({ id, draft }: { readonly id: string | null; readonly draft: TemplateDraft }) {
  const say = useSay()
  const go = useGo()
  const sayProblem = useSayProblem()
  const { modal, message } = App.useApp()
  const remove = useAct(deleteTemplate)
  const confirm = () =>
    modal.confirm({
      title: say({ zh: '删除这个模板？', en: 'Delete this template?' }),
      content: say({ zh: '已经发出的邮件不受影响。', en: 'Mails that went out are not affected.' }),
      okText: say({ zh: '删除', en: 'Delete' }),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove.mutateAsync({ id: id ?? '' })
          go('/templates')
        } catch (error) {
          void message.error(sayProblem(error))
        }
      },
    })
  return (
    <>
      {id === null ? null : <Button onClick={confirm}>{say({ zh: '删除', en: 'Delete' })}</Button>}
      <Button type="primary" onClick={draft.save} loading={draft.saving} disabled={!draft.changed}>
        {say({ zh: '保存', en: 'Save' })}
      </Button>
    </>
  )
}
