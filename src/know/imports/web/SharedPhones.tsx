import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { Counts } from '../import.ts'

/** What became of rows that came with the phone or e-mail of somebody called quite otherwise. */
export function SharedPhones({ counts }: { readonly counts: Counts }) {
  const say = useSay()
  const format = useFormat()
  const { householdMembers, namesApart } = counts
  return (
    <>
      {householdMembers > 0 ? (
        <p className="rg-note">
          {say(
            {
              zh: '有 {n} 位新客户与别人合用手机号或邮箱，而姓名不同：像是一家人，各自建立客户，归入同一个家庭并共用号码，不会互相覆盖。',
              en: '{n} new {n|customer shares|customers share} a phone or e-mail with somebody of another name: a family. Each is a customer of their own in one household that shares it; nobody is written over.',
            },
            { n: format.count(householdMembers) },
          )}
        </p>
      ) : null}
      {namesApart > 0 ? (
        <p className="rg-note">
          {say(
            {
              zh: '有 {n} 位新客户的手机号或邮箱属于一位姓名完全不同的客户，另建为新客户；是一家人、同一人还是换了号，请在“疑似重复”里判断。',
              en: '{n} new {n|customer comes|customers come} with the phone or e-mail of a customer with quite another name, and {n|is|are} made apart. Whether they are a household, one person or a number that changed hands is yours to say among the likely duplicates.',
            },
            { n: format.count(namesApart) },
          )}
        </p>
      ) : null}
    </>
  )
}
