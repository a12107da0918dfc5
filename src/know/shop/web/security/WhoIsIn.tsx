import { Button, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useSay } from '../../../../ui/language.tsx'
import { Section } from '../../../../ui/Page.tsx'
import { Badge } from '../../../../ui/Reason.tsx'
import { useFormat } from '../../../../ui/shop.tsx'
import type { readSecurity } from '../../../account/security.ts'
import { UserSignIn } from '../account/UserSignIn.tsx'
import { roleWords } from '../../role-words.ts'

type Person = z.output<typeof readSecurity.output>['people'][number]

/** Who comes in how, and who is in now. */
export function WhoIsIn({ people }: { readonly people: readonly Person[] }) {
  const say = useSay()
  const format = useFormat()
  const [shown, setShown] = useState<Person | null>(null)
  const columns: TableColumnsType<Person> = [
    {
      title: say({ zh: '姓名', en: 'Name' }),
      render: (_, person) => (
        <>
          {person.name} <span className="rg-settings-quiet">{say(roleWords[person.role].label)}</span>
        </>
      ),
    },
    {
      title: say({ zh: '两步验证', en: 'Second factor' }),
      render: (_, { authenticator, passkeys }) =>
        authenticator || passkeys > 0 ? (
          <Badge tone="good">
            {authenticator
              ? say({ zh: '验证器', en: 'App' })
              : say({ zh: '{n} 个通行密钥', en: '{n} {n|passkey|passkeys}' }, { n: passkeys })}
          </Badge>
        ) : (
          <Badge tone="attention">{say({ zh: '没有', en: 'None' })}</Badge>
        ),
    },
    { title: say({ zh: '登录', en: 'Sessions' }), responsive: ['sm'], render: (_, { sessions }) => format.count(sessions) },
    {
      title: say({ zh: '操作', en: 'Actions' }),
      render: (_, person) => (
        <Button
          size="small"
          aria-label={say({ zh: '查看 {name} 的登录', en: 'See how {name} signs in' }, { name: person.name })}
          onClick={() => setShown(person)}
        >
          {say({ zh: '查看', en: 'See' })}
        </Button>
      ),
    },
  ]
  return (
    <Section bare title={{ zh: '谁登录在哪里', en: 'Who is signed in where' }}>
      <Table rowKey="id" size="small" pagination={false} columns={columns} dataSource={[...people]} />
      <UserSignIn of={shown} onClose={() => setShown(null)} />
    </Section>
  )
}
