import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'

export interface TabDef {
  id: string
  title: string
  count?: number | undefined
  content: ReactNode
}

export function TabSet({ label, tabs, selected, onSelect }:
  { label: string; tabs: TabDef[]; selected?: string; onSelect?: (id: string) => void }) {
  return (
    <Tabs
      className="tabs"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect ? { onSelectionChange: key => onSelect(String(key)) } : {})}
    >
      <TabList aria-label={label} className="tab-list">
        {tabs.map(tab => (
          <Tab key={tab.id} id={tab.id} className="tab">
            {tab.title}
            {tab.count !== undefined && <span className="count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map(tab => <TabPanel key={tab.id} id={tab.id} className="tab-panel">{tab.content}</TabPanel>)}
    </Tabs>
  )
}
