import { Search, X } from 'lucide-react'
import type { CatalogFilters } from '../api/types'
import { Button } from '../parts/Button'
import { Choice } from '../parts/Choice'
import { Field } from '../parts/Field'
import type { useMarket } from './useMarket'

/** What is looked for in the catalogs. */
export function MarketFilters({ market, filters }: { market: ReturnType<typeof useMarket>; filters: CatalogFilters | undefined }) {
  const { filter, choose, typed, setTyped, clear } = market
  const categories = (filters?.categories ?? []).map(({ name, apps }) => ({ id: name, name: `${name} (${apps})` }))
  const publishers = (filters?.publishers ?? []).map(({ id, name, apps }) => ({ id, name: `${name} (${apps})` }))
  return (
    <div className="market-filters" role="search">
      <div className="market-search">
        <Search size={16} aria-hidden />
        <Field label="Search apps" type="search" value={typed} onChange={setTyped} placeholder="Search by name, summary or category" maxLength={200} autoComplete="off" />
      </div>
      <Choice label="Category" hideLabel options={[{ id: '', name: 'All categories' }, ...withChosen(categories, filter.category)]} value={filter.category} onChange={id => choose('category', id)} />
      <Choice label="Publisher" hideLabel options={[{ id: '', name: 'All publishers' }, ...withChosen(publishers, filter.publisher)]} value={filter.publisher} onChange={id => choose('publisher', id)} />
      {(filter.q || filter.category || filter.publisher) && <Button look="quiet" onPress={clear}><X size={16} aria-hidden /> Clear</Button>}
    </div>
  )
}

/** What the address names is shown as chosen, also where no app has it. */
const withChosen = (options: { id: string; name: string }[], chosen: string) =>
  chosen === '' || options.some(option => option.id === chosen) ? options : [...options, { id: chosen, name: chosen }]
