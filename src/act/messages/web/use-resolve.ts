import type { RequestOf } from '../../../core/action/action.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { resolveMessages } from '../actions.ts'

export type Doubtful = RequestOf<typeof resolveMessages>['messages'][number]
export type How = RequestOf<typeof resolveMessages>['how']

export const howWords: Record<How, Words> = {
  resend: { zh: '再发一次', en: 'Send again' },
  sent: { zh: '认定已送达', en: 'Take as sent' },
}

type Ask = { readonly title: Words; readonly content: Words; readonly ok: Words; readonly done: Words }

const asks: Record<How, Ask> = {
  resend: {
    title: { zh: '再发 {n} 条消息？', en: 'Send {n} {n|message|messages} again?' },
    content: {
      zh: '编号不变；其实已经送到的，客户会收到两次。发出时重新检查同意、免打扰时段和额度。',
      en: 'The ids stay the same; whoever has one already gets it twice. Consent, quiet hours and limits are asked anew.',
    },
    ok: { zh: '再发 {n} 条', en: 'Send {n} again' },
    done: { zh: '{n} 条已排队，马上再发', en: '{n} {n|is|are} queued and {n|leaves|leave} shortly' },
  },
  sent: {
    title: { zh: '认定 {n} 条消息已送达？', en: 'Take {n} {n|message|messages} as sent?' },
    content: {
      zh: '它们不会再发，并计入已发送和触达额度；其实没有送到的，客户就收不到了。这一步不能撤回。',
      en: 'They are not sent again, and count as sent and against the limits; who has not got theirs will not get it. This cannot be taken back.',
    },
    ok: { zh: '认定 {n} 条已送达', en: 'Take {n} as sent' },
    done: { zh: '{n} 条已认定为送达', en: '{n} {n|is|are} taken as sent' },
  },
}

const passedWords: Words = {
  zh: '；另有 {passed} 条的结果已经清楚，保持不变',
  en: '; what became of {passed} others was known by now, so they stay',
}

/** Nobody but the firm can say whether these arrived: it says so once, for one or many, and hears before what that means. */
export function useResolve(): (how: How, messages: readonly Doubtful[], onDone?: () => void) => void {
  const format = useFormat()
  const confirm = useConfirm()
  const act = useAct(resolveMessages)
  return (how, messages, onDone) => {
    const { title, content, ok, done } = asks[how]
    const n = format.count(messages.length)
    confirm({
      title: fillBoth(title, { n }),
      content,
      ok: fillBoth(ok, { n }),
      run: async () => {
        const { settled, passed } = await act.mutateAsync({ how, messages: [...messages] })
        onDone?.()
        const said = passed > 0 ? { zh: `${done.zh}${passedWords.zh}`, en: `${done.en}${passedWords.en}` } : done
        return fillBoth(said, { n: format.count(settled), passed: format.count(passed) })
      },
    })
  }
}
