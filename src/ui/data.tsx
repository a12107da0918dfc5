import {
  hashKey,
  type InfiniteData,
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  QueryClientProvider,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { z } from 'zod'
import { askWhenBack } from './ask-when-back.ts'
import { call, type Endpoint, fetchJson, ProblemError } from './call.ts'
import { useProve } from './prove.tsx'
import { randomUuid } from './random-uuid.ts'

/** Makes the browser's memory of answers. `onSignedOut` is told when the server no longer knows the reader. */
export function makeAnswers(onSignedOut: () => void): QueryClient {
  const watch = (error: Error) => {
    if (error instanceof ProblemError && error.status === 401) onSignedOut()
  }
  const answers = new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // Only a connection that failed is worth a second try; a refusal stays one.
        retry: (count, error) => count < 2 && error instanceof ProblemError && error.status === 0,
      },
    },
  })
  askWhenBack(answers, () => fetchJson('/api/session'))
  return answers
}

export function AnswersProvider(props: { readonly answers: QueryClient; readonly children: ReactNode }) {
  return <QueryClientProvider client={props.answers}>{props.children}</QueryClientProvider>
}

type AskOptions = {
  /** False waits, e.g. until a needed input is there. */
  readonly when?: boolean
  /** Ask again every so many milliseconds, e.g. while an import runs. */
  readonly every?: number | false
  /** Keep the last answer on screen while the next is on its way. */
  readonly keep?: boolean
}

/** Asks a question and keeps the answer fresh. The answer is `data`; a refusal is `error`, for `<ErrorState>`. */
export function useAsk<I extends z.ZodType, O extends z.ZodType>(question: Endpoint<I, O>, input: z.input<I>, options: AskOptions = {}) {
  return useQuery({
    queryKey: [question.name, input],
    queryFn: ({ signal }) => call(question, input, { signal }),
    enabled: options.when ?? true,
    refetchInterval: options.every ?? false,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/** A question that is answered a portion at a time: `inputAt` makes the input from the last portion's `next`. */
export function useAskMore<I extends z.ZodType, N extends string | number, O extends z.ZodType<{ next: N | null }>>(
  question: Endpoint<I, O>,
  inputAt: (next: N | undefined) => z.input<I>,
) {
  return useInfiniteQuery<z.output<O>, Error, InfiniteData<z.output<O>>, readonly unknown[], { readonly next: N | undefined }>({
    queryKey: [question.name, 'portions', inputAt(undefined)],
    initialPageParam: { next: undefined },
    queryFn: ({ pageParam, signal }) => call(question, inputAt(pageParam.next), { signal }),
    getNextPageParam: (last) => (last.next === null ? undefined : { next: last.next }),
  })
}

/**
 * Runs an action. Every answer on screen is asked anew afterwards. Sending the same input again after a failed
 * connection carries the same idempotency key, so nothing is done twice. What needs a fresh proof of who the reader is asks
 * for it, and goes on when it was given.
 */
export function useAct<I extends z.ZodType, O extends z.ZodType>(action: Endpoint<I, O>) {
  const answers = useQueryClient()
  const prove = useProve()
  const pending = useRef<{ body: string; key: string } | null>(null)
  return useMutation<z.output<O>, Error, z.input<I>>({
    mutationKey: [action.name],
    mutationFn: async (input) => {
      const body = JSON.stringify(input)
      if (pending.current?.body !== body) pending.current = { body, key: randomUuid() }
      const { key } = pending.current
      try {
        return await call(action, input, { key })
      } catch (error) {
        const isStale = error instanceof ProblemError && error.code === 'access.not-fresh'
        if (!isStale || !(await prove())) throw error
        return await call(action, input, { key })
      }
    },
    onSettled: (_answer, error) => {
      if (!(error instanceof ProblemError && error.status === 0)) pending.current = null
    },
    onSuccess: () => answers.invalidateQueries(),
  })
}

/** Asks for every answer on screen anew, e.g. when long work has come to its end. */
export function useAskAnew(): () => void {
  const answers = useQueryClient()
  return useCallback(() => void answers.invalidateQueries(), [answers])
}

/**
 * Asks for every answer on screen anew when this one becomes another, e.g. the time at which a set was made: what stands beside it is
 * still of the one before. Undefined while it is not known yet.
 */
export function useAskAnewAfter(known: string | null | undefined): void {
  const askAnew = useAskAnew()
  const before = useRef(known)
  useEffect(() => {
    if (before.current !== undefined && before.current !== known) askAnew()
    before.current = known
  }, [known, askAnew])
}

/** Waits no longer for an answer that is on its way. */
export function useStopAsking(): (question: { readonly name: string }) => void {
  const answers = useQueryClient()
  return useCallback((question) => void answers.cancelQueries({ queryKey: [question.name] }), [answers])
}

export type ListQuestion = {
  readonly rule?: unknown
  /** `name`, or `-spend` for the greatest first. */
  readonly sort?: string | undefined
  readonly search?: string | undefined
  /** 1 to 200 on a page, 50 unless said. */
  readonly limit?: number
  /** The fields wanted; all otherwise. */
  readonly fields?: readonly string[]
}

export type Row = Readonly<Record<string, unknown>>

const rowShape = z.record(z.string(), z.unknown())

const listShape = z.object({ rows: z.array(rowShape), next: z.string().nullable() })

/** One page after another of an entity's records, keyset by keyset. `plural` is its path under /api, e.g. `customers`. */
export function useList(plural: string, question: ListQuestion) {
  const { sort, ...which } = question
  const records = ['list', plural, which]
  return useInfiniteQuery({
    queryKey: [...records, sort],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => listShape.parse(await fetchJson(listAddress(plural, question, pageParam), { signal })),
    getNextPageParam: (last) => last.next ?? undefined,
    // The same records in another order: the table stays meanwhile, and with it the focus on the head that was pressed.
    placeholderData: (rows, before) => (before && hashKey(before.queryKey.slice(0, -1)) === hashKey(records) ? rows : undefined),
  })
}

/** One record by its id. */
export function useRecord(plural: string, id: string) {
  return useQuery({
    queryKey: ['record', plural, id],
    queryFn: async ({ signal }) => rowShape.parse(await fetchJson(`/api/${plural}/${encodeURIComponent(id)}`, { signal })),
    enabled: id !== '',
  })
}

function listAddress(plural: string, question: ListQuestion, after: string): string {
  const query = new URLSearchParams()
  if (question.rule) query.set('rule', JSON.stringify(question.rule))
  if (question.sort) query.set('sort', question.sort)
  if (question.search) query.set('search', question.search)
  if (question.fields) query.set('fields', question.fields.join(','))
  if (question.limit) query.set('limit', String(question.limit))
  if (after) query.set('after', after)
  return query.size > 0 ? `/api/${plural}?${query}` : `/api/${plural}`
}
