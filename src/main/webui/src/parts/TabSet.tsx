import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'

export interface TabDef {
  id: string
  title: string
  count?: number | undefined
  content: ReactNode
}

/** Parts of which one is shown: `selected`, where the page says which, and else the first to begin with. `aside` stands at the end of their row. */
export function TabSet({ label, tabs, aside, selected, onSelect }:
  { label: string; tabs: TabDef[]; aside?: ReactNode; selected?: string; onSelect?: (tab: string) => void }) {
  return (
    <Tabs
      className="tabs"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect === undefined ? {} : { onSelectionChange: key => onSelect(String(key)) })}
    >
      <div className="tab-row">
        <TabList aria-label={label} className="tab-list">
          {tabs.map(tab => (
            <Tab key={tab.id} id={tab.id} className="tab">
              {tab.title}
              {tab.count !== undefined && <span className="count">{tab.count}</span>}
            </Tab>
          ))}
        </TabList>
        {aside && <div className="tab-aside">{aside}</div>}
      </div>
      {tabs.map(tab => <TabPanel key={tab.id} id={tab.id} className="tab-panel">{tab.content}</TabPanel>)}
    </Tabs>
  )
}
