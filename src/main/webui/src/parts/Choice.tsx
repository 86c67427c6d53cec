import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select, SelectValue } from 'react-aria-components/Select'
import { Name } from './Name'

export interface Option {
  id: string
  name: string
}

/** One of a few options. */
export function Choice({ label, hideLabel = false, options, value, onChange }:
  { label: string; hideLabel?: boolean; options: Option[]; value: string; onChange: (id: string) => void }) {
  return (
    <Select
      className="field choice"
      value={value}
      onChange={key => { if (key !== null) onChange(String(key)) }}
      {...(hideLabel ? { 'aria-label': label } : {})}
    >
      {!hideLabel && <Label>{label}</Label>}
      <Button className="button plain choice-button">
        <SelectValue className="choice-value" />
        <ChevronDown size={16} aria-hidden />
      </Button>
      <Popover className="popover" offset={4}>
        <ListBox className="menu" items={options}>
          {option => <ListBoxItem className="menu-item" textValue={option.name}><Name text={option.name} /></ListBoxItem>}
        </ListBox>
      </Popover>
    </Select>
  )
}
