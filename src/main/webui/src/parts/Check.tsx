import { Check as CheckMark } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components/Checkbox'

export function Check({ selected, onChange, children, note }:
  { selected: boolean; onChange: (selected: boolean) => void; children: ReactNode; note?: string }) {
  return (
    <Checkbox className="check" isSelected={selected} onChange={onChange}>
      <span className="check-box" aria-hidden="true">{selected && <CheckMark size={12} strokeWidth={3} />}</span>
      <span>{children}{note && <small>{note}</small>}</span>
    </Checkbox>
  )
}
