import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'

export interface TabDef {
  id: string
  title: string
  count?: number | undefined
  content: ReactNode
}

/** Parts of which one is shown, `first` or the first to begin with. `aside` stands at the end of their row. */
export function TabSet({ label, tabs, aside, first }: { label: string; tabs: TabDef[]; aside?: ReactNode; first?: string }) {
  return (
    <Tabs className="tabs" {...(first === undefined ? {} : { defaultSelectedKey: first })}>
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
