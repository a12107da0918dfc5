import { App, Button } from 'antd'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { listTemplateVersions, restoreTemplateVersion } from '../template-actions.ts'

type Props = { readonly id: string; readonly onRestored: () => void }

/** The way back from a template that cannot be read: what it said before becomes its newest version. */
export function OlderVersions({ id, onRestored }: Props) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const asked = useAsk(listTemplateVersions, { id })
  const restore = useAct(restoreTemplateVersion)
  const may = useMayDo(restoreTemplateVersion)
  const goBack = async (version: number) => {
    try {
      await restore.mutateAsync({ id, version })
      onRestored()
    } catch (error) {
      void message.error(sayProblem(error))
    }
  }
  return (
    <Section title={{ zh: '退回到哪一版', en: 'Go back to which version' }}>
      <Answered of={asked}>
        {({ versions }) => (
          <ol className="rg-template-versions" reversed start={versions[0]?.version ?? 1}>
            {versions.map(({ version, at, by, note }) => (
              <li key={version} value={version}>
                <span title={format.dateTime(at)}>{format.relative(at)}</span> {by ?? ''} {note ? `“${note}”` : ''}{' '}
                {may ? (
                  <Button type="link" size="small" loading={restore.isPending} onClick={() => void goBack(version)}>
                    {say({ zh: '退回到第 {version} 版', en: 'Go back to version {version}' }, { version })}
                  </Button>
                ) : null}
              </li>
            ))}
          </ol>
        )}
      </Answered>
    </Section>
  )
}
