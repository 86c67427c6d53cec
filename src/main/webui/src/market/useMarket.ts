import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../api/api'
import type { ListedApp } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { useSettled } from '../apps/useSettled'

const settleMillis = 250

/** What is looked for, which stands in the address, and what was found. */
export function useMarket() {
  const [query, setQuery] = useSearchParams()
  const filter = { q: query.get('q') ?? '', category: query.get('category') ?? '', publisher: query.get('publisher') ?? '' }
  const key = `market ${JSON.stringify(filter)}`
  const choose = (name: keyof typeof filter, value: string) => setQuery(before => {
    const changed = new URLSearchParams(before)
    if (value) changed.set(name, value)
    else changed.delete(name)
    return changed
  }, { replace: true })

  const [typed, setTyped] = useState(filter.q)
  const settled = useSettled(typed.trim(), settleMillis)
  const asked = useRef(filter.q)
  useEffect(() => {
    if (settled === asked.current) return
    asked.current = settled
    choose('q', settled)
  }, [settled])
  // Somebody went back, or followed a link.
  useEffect(() => {
    if (filter.q === asked.current) return
    asked.current = filter.q
    setTyped(filter.q)
  }, [filter.q])

  const first = useLoad(key, signal => api.catalogApps(filter, signal))
  const [older, setOlder] = useState<{ key: string; items: ListedApp[]; next: string | null | undefined }>()
  const more = older?.key === key ? older : undefined
  const next = more ? more.next : first.data?.next
  const loadMore = useAct(async () => {
    const page = await api.catalogApps({ ...filter, after: next ?? '' })
    setOlder({ key, items: [...(more?.items ?? []), ...page.items], next: page.next })
  })
  // What was found before stays until the next is there: a page that flickers at each letter is no search.
  const last = useRef<ListedApp[]>(undefined)
  const found = first.data && [...first.data.items, ...(more?.items ?? [])]
  if (found) last.current = found
  return {
    filter,
    choose,
    typed,
    setTyped,
    clear: () => {
      setTyped('')
      asked.current = ''
      setQuery({}, { replace: true })
    },
    apps: found ?? last.current,
    isLate: !found && !first.error,
    error: first.error,
    reload: first.reload,
    more: next ? loadMore : undefined,
  }
}
