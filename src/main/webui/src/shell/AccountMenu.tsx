import { CircleUser, KeyRound, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Header } from 'react-aria-components/Header'
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { useNavigate } from 'react-router'
import type { ProjectRef } from '../api/types'
import { useSession } from './session'
import { chooseTheme, chosenTheme, type Theme } from './theme'
import { Name } from '../parts/Name'

const themes = [
  { id: 'system', name: 'As the system', Icon: Monitor },
  { id: 'light', name: 'Light', Icon: Sun },
  { id: 'dark', name: 'Dark', Icon: Moon },
] as const

export function AccountMenu({ project }: { project: ProjectRef }) {
  const { session, signOut } = useSession()
  const navigate = useNavigate()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const pick = (next: Theme) => {
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <div className="account">
      <MenuTrigger>
        <Button className="account-button">
          <CircleUser size={20} aria-hidden />
          <span className="off-screen">Account</span>
          <span className="account-name">
            <Name text={session.user} />
            <span className="account-role">{project.role.toLowerCase()}</span>
          </span>
        </Button>
        <Popover className="popover" placement="top start">
          <Menu className="menu">
            <MenuItem className="menu-item" onAction={() => void navigate(`/p/${encodeURIComponent(project.id)}/tokens`)}>
              <KeyRound size={16} aria-hidden /> API tokens
            </MenuItem>
            <MenuSection
              className="menu-section"
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[theme]}
              onSelectionChange={keys => { if (keys !== 'all') for (const key of keys) pick(key as Theme) }}
            >
              <Header className="menu-header">Colours</Header>
              {themes.map(({ id, name, Icon }) => (
                <MenuItem key={id} id={id} className="menu-item" textValue={name}>
                  <Icon size={16} aria-hidden /> {name}
                </MenuItem>
              ))}
            </MenuSection>
            <MenuItem className="menu-item last" onAction={() => void signOut()}>
              <LogOut size={16} aria-hidden /> Sign out
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  )
}
