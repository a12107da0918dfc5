import { useSay } from '../ui/language.tsx'
import { RecordPick } from './RecordPick.tsx'

/** Asks whose something is that came without a customer. */
export function WhichCustomer({ onPick }: { readonly onPick: (customerId: string) => void }) {
  const say = useSay()
  return (
    <RecordPick
      path="customers"
      fields={['name', 'phone', 'email']}
      sayRow={(row) => [row['name'], row['phone'], row['email']].filter((part) => typeof part === 'string').join(' · ')}
      value={null}
      label={say({ zh: '是哪位客户？', en: 'Which customer?' })}
      onPick={(picked) => picked !== null && onPick(picked)}
    />
  )
}
