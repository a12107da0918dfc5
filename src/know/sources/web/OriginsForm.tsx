import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { saveOrigins } from '../actions.ts'

/** Which sites' pages may send with this key. */
export function OriginsForm({ id, origins }: { readonly id: string; readonly origins: readonly string[] }) {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const [draft, setDraft] = useState<readonly string[]>(origins)
  const save = useAct(saveOrigins)
  const label = say({ zh: '允许的网站', en: 'Allowed sites' })
  return (
    <Section
      title={{ zh: '允许的网站', en: 'Allowed sites' }}
      note={say({
        zh: '写在网页里的密钥人人可见。填上网站后，浏览器只接受这些网站的网页使用它；留空则不限。服务器和应用不受影响。',
        en: 'A key in a web page can be seen by anybody. Where sites are named, browsers let only their pages use it; all may where none is. Servers and apps are not affected.',
      })}
    >
      <Select
        mode="tags"
        aria-label={label}
        value={[...draft]}
        onChange={setDraft}
        open={false}
        suffixIcon={null}
        tokenSeparators={[' ', ',', '，']}
        placeholder="https://www.example.com"
        style={{ width: '100%', maxWidth: 560 }}
      />
      <div className="rg-hook-buttons">
        <Button
          loading={save.isPending}
          disabled={draft.join() === origins.join()}
          onClick={() =>
            save.mutate(
              { id, origins: [...draft] },
              {
                onSuccess: () => void message.success(say({ zh: '已保存', en: 'Saved' })),
                onError: (error) => void message.error(sayProblem(error)),
              },
            )
          }
        >
          {say({ zh: '保存', en: 'Save' })}
        </Button>
      </div>
    </Section>
  )
}
