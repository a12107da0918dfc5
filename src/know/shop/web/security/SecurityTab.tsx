import { useAsk } from '../../../../ui/data.tsx'
import { Answered } from '../../../../ui/States.tsx'
import { readSecurity } from '../../../account/security.ts'
import { DoorRules } from './DoorRules.tsx'
import { OutgoingList } from './OutgoingList.tsx'
import { Providers } from './Providers.tsx'
import { WhoIsIn } from './WhoIsIn.tsx'

/** How people come in: what passwords are asked, who needs a second factor, how long a session lives, who else vouches; and where the program itself may go. */
export function SecurityTab() {
  const asked = useAsk(readSecurity, {})
  return (
    <Answered of={asked} rows={10}>
      {(security) => (
        <>
          <DoorRules security={security} />
          <Providers providers={security.providers} />
          <OutgoingList />
          <WhoIsIn people={security.people} />
        </>
      )}
    </Answered>
  )
}
