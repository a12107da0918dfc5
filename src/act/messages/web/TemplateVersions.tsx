import { App, Button } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { languageOfText } from '../markup/write-mail.ts'
import { asBlocks } from '../content/edit-content.ts'
import { compareContents, type Difference } from '../content/describe-content.ts'
import type { TemplateContent } from '../content/content.ts'
import { listTemplateVersions, readTemplateVersion, restoreTemplateVersion } from '../template-actions.ts'
import type { KnownTemplate } from './template-answers.ts'

type Props = { readonly id: string; readonly known: KnownTemplate }

/** Every version, newest first: what is different from now, and the way back. */
export function TemplateVersions({ id, known }: Props) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(listTemplateVersions, { id })
  const [open, setOpen] = useState<number | null>(null)
  return (
    <Section title={{ zh: '版本', en: 'Versions' }}>
      <Answered of={asked}>
        {({ versions }) => (
          <ol className="rg-template-versions" reversed start={versions[0]?.version ?? 1}>
            {versions.map(({ version, at, by, note, sent }) => (
              <li key={version} value={version}>
                <span title={format.dateTime(at)}>{format.relative(at)}</span> {by ?? ''} {note ? `“${note}”` : ''}{' '}
                {sent > 0 ? say({ zh: '发出 {n} 条', en: '{n} sent' }, { n: format.count(sent) }) : ''}{' '}
                {version === known.version ? say({ zh: '当前版本', en: 'the current one' }) : null}
                {version === known.approvedVersion && version !== known.version
                  ? say({ zh: '正在发出的版本', en: 'the one that goes out' })
                  : null}
                {version === known.version ? null : (
                  <Button
                    type="link"
                    size="small"
                    aria-expanded={open === version}
                    onClick={() => setOpen(open === version ? null : version)}
                  >
                    {say({ zh: '与当前比较', en: 'Compare with now' })}
                  </Button>
                )}
                {open === version ? <Compared id={id} version={version} known={known} /> : null}
              </li>
            ))}
          </ol>
        )}
      </Answered>
    </Section>
  )
}

type Whole = { readonly content: TemplateContent | null; readonly subject: string; readonly body: string }

const contentOf = ({ content, subject, body }: Whole): TemplateContent =>
  content ?? asBlocks(subject, body, languageOfText(subject + body), () => 'text')

function Compared({ id, version, known }: Props & { readonly version: number }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const asked = useAsk(readTemplateVersion, { id, version })
  const restore = useAct(restoreTemplateVersion)
  const may = useMayDo(restoreTemplateVersion)
  const back = () => restore.mutate({ id, version }, { onError: (error) => void message.error(sayProblem(error)) })
  return (
    <div className="rg-template-compared">
      <Answered of={asked}>{(old) => <Differences list={compareContents(contentOf(old), contentOf(known))} />}</Answered>
      {may ? (
        <Button size="small" loading={restore.isPending} onClick={back}>
          {say({ zh: '恢复第 {version} 版', en: 'Go back to version {version}' }, { version })}
        </Button>
      ) : null}
    </div>
  )
}

const howWords: Record<Difference['how'], Words> = {
  added: { zh: '新增', en: 'Added' },
  removed: { zh: '去掉', en: 'Taken out' },
  changed: { zh: '修改', en: 'Changed' },
  moved: { zh: '移动', en: 'Moved' },
}

function Differences({ list }: { readonly list: readonly Difference[] }) {
  const say = useSay()
  if (list.length === 0)
    return (
      <p>{say({ zh: '说的话没有不同，只是用途等设置不同。', en: 'The words are the same; only settings such as its purpose differ.' })}</p>
    )
  return (
    <ul className="rg-template-differences">
      {list.map(({ how, what, before, after }) => (
        <li key={`${how}${what.en}${before}${after}`}>
          <strong>
            {say(howWords[how])} {say(what)}
          </strong>
          {before !== '' && how !== 'moved' ? <del>{before}</del> : null}
          {after === '' ? null : how === 'moved' ? <span>{after}</span> : <ins>{after}</ins>}
        </li>
      ))}
    </ul>
  )
}
